#include "CYAML.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct cy_reader {
  yaml_parser_t parser;
  yaml_event_t event;
  int has_event;
};

cy_reader *cy_open(const uint8_t *bytes, size_t count) {
  cy_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return NULL;
  if (!yaml_parser_initialize(&reader->parser)) {
    free(reader);
    return NULL;
  }
  yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader->parser, bytes, count);
  return reader;
}

void cy_close(cy_reader *reader) {
  if (reader == NULL) return;
  if (reader->has_event) yaml_event_delete(&reader->event);
  yaml_parser_delete(&reader->parser);
  free(reader);
}

static cy_place place(yaml_mark_t mark) { return (cy_place){mark.line, mark.column}; }

static void tell_problem(const yaml_parser_t *parser, cy_event *event) {
  event->kind = CY_PROBLEM;
  event->text = parser->problem != NULL ? parser->problem : "out of memory";
  event->length = strlen(event->text);
  event->context = parser->context;
  event->start = place(parser->problem_mark);
  // Of bytes that are not text the reader knows only where they are in the whole.
  if (parser->error == YAML_READER_ERROR) event->start = place(parser->mark);
  event->end = event->start;
}

static int style(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return CY_SINGLE_QUOTED;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return CY_DOUBLE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE: return CY_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE: return CY_FOLDED;
    default: return CY_PLAIN;
  }
}

void cy_next(cy_reader *reader, cy_event *event) {
  memset(event, 0, sizeof *event);
  yaml_event_t *from = &reader->event;
  do {
    if (reader->has_event) yaml_event_delete(from);
    reader->has_event = 0;
    if (!yaml_parser_parse(&reader->parser, from)) {
      tell_problem(&reader->parser, event);
      return;
    }
    reader->has_event = 1;
  } while (from->type == YAML_STREAM_START_EVENT);
  event->start = place(from->start_mark);
  event->end = place(from->end_mark);
  switch (from->type) {
    case YAML_DOCUMENT_START_EVENT: event->kind = CY_DOCUMENT; break;
    case YAML_DOCUMENT_END_EVENT: event->kind = CY_DOCUMENT_END; break;
    case YAML_SCALAR_EVENT:
      event->kind = CY_SCALAR;
      event->style = style(from->data.scalar.style);
      event->text = (const char *)from->data.scalar.value;
      event->length = from->data.scalar.length;
      event->anchor = (const char *)from->data.scalar.anchor;
      event->tag = (const char *)from->data.scalar.tag;
      break;
    case YAML_SEQUENCE_START_EVENT:
      event->kind = CY_SEQUENCE;
      event->anchor = (const char *)from->data.sequence_start.anchor;
      event->tag = (const char *)from->data.sequence_start.tag;
      break;
    case YAML_MAPPING_START_EVENT:
      event->kind = CY_MAPPING;
      event->anchor = (const char *)from->data.mapping_start.anchor;
      event->tag = (const char *)from->data.mapping_start.tag;
      break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: event->kind = CY_COLLECTION_END; break;
    case YAML_ALIAS_EVENT:
      event->kind = CY_ALIAS;
      event->text = (const char *)from->data.alias.anchor;
      event->length = strlen(event->text);
      break;
    default: event->kind = CY_END;
  }
}
