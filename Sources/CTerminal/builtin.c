#define _GNU_SOURCE
#include <stdlib.h>

#include "CTerminal.h"

// A terminfo entry in base64, the form that ncurses takes in TERMINFO since 6.1 (terminfo(5)). It is
// what `tic -x` makes of this:
//
//   xterm-256color|built-in description of a terminal like xterm,
//     am, bce, km, mir, msgr, xenl, AX,
//     colors#256, cols#80, it#8, lines#24, pairs#32767,
//     bel=^G, bold=\E[1m, civis=\E[?25l, clear=\E[H\E[2J,
//     cnorm=\E[?25h, cr=\r, csr=\E[%i%p1%d;%p2%dr,
//     cub=\E[%p1%dD, cub1=^H, cud=\E[%p1%dB, cud1=\n,
//     cuf=\E[%p1%dC, cuf1=\E[C, cup=\E[%i%p1%d;%p2%dH,
//     cuu=\E[%p1%dA, cuu1=\E[A, dim=\E[2m, ech=\E[%p1%dX,
//     ed=\E[J, el=\E[K, el1=\E[1K, home=\E[H, hpa=\E[%i%p1%dG,
//     ht=^I, ich=\E[%p1%d@, ind=\n, op=\E[39;49m, rev=\E[7m, ri=\EM,
//     rmam=\E[?7l, rmcup=\E[?1049l, rmkx=\E[?1l\E>, rmul=\E[24m,
//     setab=\E[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e48;5;%p1%d%;m,
//     setaf=\E[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m,
//     sgr0=\E[0m, smam=\E[?7h, smcup=\E[?1049h, smkx=\E[?1h\E=, smul=\E[4m,
//     vpa=\E[%i%p1%dd,
static const char description[] =
    "b64:"
    "GgE9AB0ADwBpAYEBeHRlcm0tMjU2Y29sb3J8YnVpbHQtaW4gZGVzY3JpcHRpb24gb2YgYSB0ZXJtaW5hbCBsaWtlIHh0"
    "ZXJtAAABAAABAAAAAQAAAAABAQAAAAAAAAAAAAAAAAABUAAIABgA//////////////////////////8AAf9///8AAAIA"
    "BAD//xUAHQAhACUA//8wAEEAQwBHAE4A//9QAFcA//9bAP//////////////////XwBkAP//bQD///////9yAP//dwB8"
    "AP//hQCKAP///////5MA////////////////////////////////////////////////////////////////////////"
    "//////////////////////////////////////////+ZAKEA////////////////////////////////////////////"
    "/6kAsgD/////uwDEAP//zQD////////////////////////////////WAP//4QDjAP///////+YA////////////////"
    "///////////////////////////oAO4A////////////////////////////////////////////////////////////"
    "////////////////////////////////////////////////////////////////////////////////////////////"
    "////////////////////////////////////////////////////////////////////////////////////////////"
    "//////////////////////////////////////////////////////////////////QA////////////////////////"
    "////////////////////////////////////////////////+QD/////////////////////////////////////////"
    "////////////////////////////////////////////////////////////////////////////////////////////"
    "/////////////////////////////wIBQQEHAA0AG1slaSVwMSVkOyVwMiVkcgAbW0gbWzJKABtbSwAbW0oAG1slaSVw"
    "MSVkRwAbWyVpJXAxJWQ7JXAyJWRIAAoAG1tIABtbPzI1bAAIABtbPzI1aAAbW0MAG1tBABtbMW0AG1s/MTA0OWgAG1sy"
    "bQAbWzdtABtbNG0AG1slcDElZFgAG1swbQAbWz8xMDQ5bAAbWzI0bQAbWz8xbBs+ABtbPzFoGz0AG1slcDElZEIAG1sl"
    "cDElZEAAG1slcDElZEQAG1slcDElZEMAG1slcDElZEEAG1slaSVwMSVkZAAKABtNAAkAG1s/N2gAG1s/N2wAG1sxSwAb"
    "WzM5OzQ5bQAbWyU/JXAxJXs4fSU8JXQzJXAxJWQlZSVwMSV7MTZ9JTwldDklcDElezh9JS0lZCVlMzg7NTslcDElZCU7"
    "bQAbWyU/JXAxJXs4fSU8JXQ0JXAxJWQlZSVwMSV7MTZ9JTwldDEwJXAxJXs4fSUtJWQlZTQ4OzU7JXAxJWQlO20AAAEA"
    "AAAAAAEAAwABAAAAQVgA";

void ct_use_builtin_terminfo(void) { setenv("TERMINFO", description, 1); }
