"""From text to a script: simple commands in lists, here-documents, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ecslab.aws.shell.lexer import Lexer
from ecslab.aws.shell.source import Source, readable, shorten
from ecslab.aws.shell.tree import Assignment, Command, Join, Literal, Redirection, Script, Word
from ecslab.aws.shell.vocabulary import check, check_name

_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
_JOINS = {join.value: join for join in Join}
_OPTIONAL = re.compile(r"#\s*optional\s*")
_FREE = re.compile(r"#\s*free:(.*)")
_REFUSED = {
    "|": "pipe",
    "&": "background",
    ";;": "case-end",
    "(": "parenthesis",
    ")": "parenthesis-close",
    "<": "redirect-input",
    "<<<": "here-string",
    "<&": "redirect-form",
    "<>": "redirect-form",
    ">&": "redirect-form",
    ">|": "redirect-form",
    "&>": "redirect-form",
    "&>>": "redirect-form",
    "<(": "process-substitution",
    ">(": "process-substitution",
}


def parse(text: str, name: str = "submission.sh") -> Script:
    """The script in `text`; `name` is what messages call it.

    Raises ScriptError for anything that sh would not read or that a script may not do.
    """
    source = readable(text, name)
    return Script(name, _Parser(source).script())


@dataclass(slots=True)
class _Document:
    """A here-document whose body has not been read yet."""

    start: int
    delimiter: str
    quoted: bool
    strip_tabs: bool
    body: Word | None = None


@dataclass(slots=True)
class _Draft:
    """A command while it is being read: its here-document follows on later lines."""

    join: Join
    start: int
    end: int = 0
    assignments: list[Assignment] = field(default_factory=list)
    arguments: list[Word] = field(default_factory=list)
    output: Redirection | None = None
    document: _Document | None = None
    optional: bool = False
    free: tuple[str, ...] = ()

    def finished(self, source: Source) -> Command:
        line, column = source.place(self.start)
        return Command(
            join=self.join,
            assignments=tuple(self.assignments),
            arguments=tuple(self.arguments),
            output=self.output,
            document=(self.document.body or Word((), line, column)) if self.document else None,
            line=line,
            column=column,
            text=source.text[self.start : self.end],
            optional=self.optional,
            free=self.free,
        )


class _Parser:
    def __init__(self, source: Source, depth: int = 0) -> None:
        self._source = source
        self._lexer = Lexer(source, self._commands, depth)
        self._waiting: list[_Document] = []
        """Here-documents whose bodies start after the next line end."""
        self._line: list[_Draft] = []
        """Commands that end on the line being read."""

    def script(self) -> tuple[Command, ...]:
        """Read the whole source as commands."""
        commands = self._commands()
        if self._lexer.peek():
            raise self._refusal()
        return commands

    def document(self) -> Word:
        """Read the whole source as the body of a here-document."""
        return self._lexer.document()

    def _commands(self) -> tuple[Command, ...]:
        """Read a list of commands up to a closing parenthesis or the end."""
        outer, self._waiting, outer_line, self._line = self._waiting, [], self._line, []
        drafts: list[_Draft] = []
        join = Join.ALWAYS
        while True:
            self._skip_lines(outer)
            if self._lexer.peek() in ("", ")"):
                break
            draft = self._simple(join)
            drafts.append(draft)
            self._line.append(draft)
            operator = self._lexer.operator()
            if operator in _JOINS:
                self._lexer.position += len(operator)
            join = _JOINS.get(operator, Join.ALWAYS)
        if join is not Join.ALWAYS:
            raise self._source.error("list-open", self._lexer.position, incomplete=True, operator=join.value)
        if self._waiting:
            raise self._unfinished(self._waiting[0])
        self._waiting, self._line = outer, outer_line
        return tuple(draft.finished(self._source) for draft in drafts)

    def _skip_lines(self, outer: list[_Document]) -> None:
        """Move past blanks, comments and line ends, reading the here-documents that wait for one."""
        lexer = self._lexer
        while True:
            lexer.skip_blanks()
            if lexer.peek() == "#":
                end = self._line_end(lexer.position)
                if _OPTIONAL.fullmatch(self._source.text, lexer.position, end):
                    for draft in self._line:
                        draft.optional = True
                if free := _FREE.fullmatch(self._source.text, lexer.position, end):
                    for draft in self._line:
                        draft.free += tuple(free[1].split())
                lexer.position = end
            elif lexer.peek() == "\n":
                if outer:
                    raise self._unfinished(outer[0])
                lexer.position += 1
                self._line = []
                for document in self._waiting:
                    self._read_document(document)
                self._waiting = []
            else:
                return

    def _simple(self, join: Join) -> _Draft:
        lexer = self._lexer
        draft = _Draft(join, lexer.position)
        while True:
            start = lexer.position
            operator = lexer.operator()
            if operator in (">", ">>"):
                self._redirect(draft, operator)
            elif operator in ("<<", "<<-"):
                self._open_document(draft, operator)
            elif operator or lexer.peek() in ("", "#"):
                break
            else:
                self._add_word(draft, lexer.word(), start)
            draft.end = lexer.position
            lexer.skip_blanks()
        if not draft.end or lexer.operator() in _REFUSED.keys() - {")"}:
            raise self._refusal()
        check(self._source.name, draft.finished(self._source))
        return draft

    def _add_word(self, draft: _Draft, word: Word, start: int) -> None:
        if (number := word.bare or "").isdecimal() and self._lexer.peek() in ("<", ">"):
            raise self._source.error("redirect-form", start, form=number + self._lexer.peek())
        if draft.arguments:
            draft.arguments.append(word)
        elif assignment := self._assignment(word, start):
            draft.assignments.append(assignment)
        else:
            if self._lexer.peek() == "(":
                raise self._source.error("function", start, name=shorten(word.literal or "…"))
            check_name(self._source.name, word)
            draft.arguments.append(word)

    def _assignment(self, word: Word, start: int) -> Assignment | None:
        first = word.parts[0]
        if not isinstance(first, Literal) or first.quoted:
            return None
        if not (found := _ASSIGNMENT.match(first.text)):
            if re.match(r"[A-Za-z_][A-Za-z0-9_]*(\+=|\[)", first.text):
                raise self._source.error("assignment-form", start, found=shorten(first.text))
            return None
        rest = first.text[found.end() :]
        if rest.startswith("~"):
            raise self._source.error("tilde", start + found.end())
        parts = (Literal(rest, quoted=False), *word.parts[1:]) if rest else word.parts[1:]
        return Assignment(found.group(1), Word(parts, word.line, word.column))

    def _redirect(self, draft: _Draft, operator: str) -> None:
        start = self._lexer.position
        self._lexer.position += len(operator)
        target = self._operand(start, operator)
        if draft.output:
            raise self._source.error("redirect-twice", start)
        draft.output = Redirection(target, append=operator == ">>")

    def _open_document(self, draft: _Draft, operator: str) -> None:
        start = self._lexer.position
        self._lexer.position += len(operator)
        word = self._operand(start, operator)
        if word.literal is None:
            raise self._source.error("document-delimiter", start)
        if draft.document:
            raise self._source.error("document-twice", start)
        draft.document = _Document(start, word.literal, word.bare is None, operator == "<<-")
        self._waiting.append(draft.document)

    def _operand(self, start: int, operator: str) -> Word:
        self._lexer.skip_blanks()
        # Behind an operator a new word begins, so `#` opens a comment.
        none = self._lexer.operator() or self._lexer.peek() == "#"
        word = None if none else self._lexer.word()
        if not word or not word.parts:
            raise self._source.error("operand", start, operator=operator)
        return word

    def _read_document(self, document: _Document) -> None:
        """Read lines from the place on, up to the one that is the delimiter."""
        first_line, _ = self._source.place(self._lexer.position)
        lines: list[str] = []
        continued = False
        while self._lexer.position < len(self._source.text):
            end = self._line_end(self._lexer.position)
            line = self._source.text[self._lexer.position : end]
            self._lexer.position = min(end + 1, len(self._source.text))
            if document.strip_tabs and not continued:
                line = line.lstrip("\t")
            if line == document.delimiter and not continued:
                document.body = self._body(document, "".join(lines), first_line)
                return
            lines.append(line + "\n")
            continued = not document.quoted and (len(line) - len(line.rstrip("\\"))) % 2 == 1
        raise self._unfinished(document)

    def _body(self, document: _Document, text: str, first_line: int) -> Word:
        source = Source(text, self._source.name, first_line)
        if document.quoted:
            return Word((Literal(text, quoted=True),), first_line, 1)
        return _Parser(source, self._lexer.depth).document()

    def _unfinished(self, document: _Document) -> Exception:
        return self._source.error(
            "document-open", document.start, incomplete=True, delimiter=shorten(document.delimiter)
        )

    def _refusal(self) -> Exception:
        """Why the operator at the place cannot stand there."""
        operator = self._lexer.operator()
        code = _REFUSED.get(operator, "operator")
        return self._source.error(code, self._lexer.position, operator=operator, form=operator)

    def _line_end(self, position: int) -> int:
        end = self._source.text.find("\n", position)
        return len(self._source.text) if end < 0 else end
