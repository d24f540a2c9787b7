#ifndef CYAML_H
#define CYAML_H

#include <stddef.h>
#include <stdint.h>

/// What comes next in a YAML text.
enum {
  CY_END,             ///< nothing more
  CY_DOCUMENT,        ///< a document begins
  CY_DOCUMENT_END,    ///< it ends
  CY_SCALAR,          ///< a text
  CY_SEQUENCE,        ///< a sequence begins
  CY_MAPPING,         ///< a mapping begins: keys and values follow in turn
  CY_COLLECTION_END,  ///< the innermost collection ends
  CY_ALIAS,           ///< what an anchor names stands here too
  CY_PROBLEM,         ///< not valid YAML: `text` says why, and nothing follows
};

/// How a scalar is written.
enum { CY_PLAIN, CY_SINGLE_QUOTED, CY_DOUBLE_QUOTED, CY_LITERAL, CY_FOLDED };

/// A place in the text: line and character in the line, both from 0.
typedef struct {
  size_t line;
  size_t column;
} cy_place;

/// One step through a text; its pointers hold until the next one.
typedef struct {
  int kind;
  int style;
  /// A scalar's text, an alias' name, or the problem; not ended by a zero byte.
  const char *text;
  size_t length;
  /// What the parser was reading when it found the problem; NULL where it does not say.
  const char *context;
  /// The name that this value is given; NULL for none.
  const char *anchor;
  /// The tag as it was written out in full; NULL for none.
  const char *tag;
  cy_place start;
  cy_place end;
} cy_event;

typedef struct cy_reader cy_reader;

/// Begins to read a text, which must stay where it is; NULL where there is no memory.
///
/// Swift sees neither the unions nor the enumerations of libyaml's events as they are in C.
cy_reader *cy_open(const uint8_t *bytes, size_t count);

/// Goes one step on.
void cy_next(cy_reader *reader, cy_event *event);

void cy_close(cy_reader *reader);

#endif
