/// How a report looks in a browser, light and dark and on paper.
enum ReportStyle {
  /// The style sheet.
  static let sheet = """
    :root{--fg:#1c1e21;--muted:#62676d;--bg:#fff;--rule:#d9dde1;--critical:#b3141d;--warning:#8a5a00;
    --c0:#1667c0;--c1:#b3541e;--c2:#18794e;--c3:#8a3ab9;--c4:#6b6f00}
    @media (prefers-color-scheme:dark){:root{--fg:#e4e6e8;--muted:#9aa0a6;--bg:#15171a;--rule:#34383d;
    --critical:#ff7b7f;--warning:#f0b849;--c0:#6cb0ff;--c1:#ff9e66;--c2:#5fd39a;--c3:#d49cf5;--c4:#d3d75a}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:70rem;padding:1.5rem;background:var(--bg);color:var(--fg);
    font:15px/1.45 system-ui,sans-serif}
    h1{font-size:1.5rem;margin:0;overflow-wrap:anywhere}
    h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--rule);padding-bottom:.25rem}
    .window,.remark,figcaption,summary,caption{color:var(--muted);font-size:.87rem;margin:.25rem 0}
    caption{text-align:left;font-weight:600;white-space:nowrap}
    .headlines{padding-left:1.2rem}.headlines li{margin:.2rem 0}
    nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem;font-size:.87rem}
    a{color:var(--c0)}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem;margin:.5rem 0}
    th{text-align:left;font-weight:600;color:var(--muted);font-size:.8rem}
    th,td{padding:.25rem .9rem .25rem 0;vertical-align:top;border-bottom:1px solid var(--rule)}
    th.number,td.number{text-align:right;white-space:nowrap}
    .critical,.critical b{color:var(--critical)}.warning,.warning b{color:var(--warning)}
    figure{margin:1rem 0}svg.chart{width:100%;height:auto;max-width:60rem}
    svg text{fill:var(--muted);font:11px system-ui,sans-serif}svg .grid{stroke:var(--rule)}
    svg .line{fill:none;stroke-width:1.5}svg.bars rect{fill:var(--c0)}
    figcaption span{margin-left:.8rem}figcaption span::before{content:"\\2014\\00a0"}
    .c0{color:var(--c0);stroke:var(--c0)}.c1{color:var(--c1);stroke:var(--c1)}
    .c2{color:var(--c2);stroke:var(--c2)}.c3{color:var(--c3);stroke:var(--c3)}
    .c4{color:var(--c4);stroke:var(--c4)}figcaption span{stroke:none}
    code{font:12px ui-monospace,monospace;overflow-wrap:anywhere}
    @media print{:root{--fg:#000;--muted:#444;--bg:#fff;--rule:#ccc;--critical:#b3141d;--warning:#8a5a00;
    --c0:#1667c0;--c1:#b3541e;--c2:#18794e;--c3:#8a3ab9;--c4:#6b6f00}
    details,nav{display:none}body{max-width:none}h2{break-after:avoid}tr,figure{break-inside:avoid}}
    """
}
