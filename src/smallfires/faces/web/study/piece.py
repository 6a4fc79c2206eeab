"""The work of answering a question of data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smallfires.errors import SmallfiresError
from smallfires.faces.web.form import TYPED
from smallfires.faces.web.plain import content, labels
from smallfires.faces.web.study.beside import field_of, offers_of, sentence_of
from smallfires.faces.web.study.material import material
from smallfires.faces.web.study.next import links
from smallfires.faces.web.study.study import answer, study_of
from smallfires.faces.web.work.piece import Back, Done, Given
from smallfires.faces.web.work.result import keep_body, keep_documents
from smallfires.verbs.bench import bench

NOT_ANSWERED = ("It could not be answered: what it takes is marked below.", TYPED)


@dataclass(frozen=True)
class StudyWork:
    """A question of data that is to be answered.

    Attributes:
        key: of the study.
        chosen: what is read, as the form has it.
        values: the settings that were typed, as the verb takes them.
        texts: the same as they were typed.
    """

    key: str
    chosen: str
    values: Mapping[str, Any]
    texts: Mapping[str, str]

    def run(self, given: Given) -> Done:
        """As ``Piece.run``."""
        study = study_of(self.key)
        try:
            read = material(given.desk.workspace, study, self.chosen)
            asked = study.asked({**read.settings, **self.values})
            with bench(given.progress) as ground:
                record = answer(study, read.where, asked, ground)
        except SmallfiresError as error:
            raise self._back(error) from error
        given.progress("Drawing the charts", None)
        drawn = content(record, {**labels(), **study.labels})
        keep_body(given.folder, drawn)
        keep_documents(given.folder, record, drawn)
        return Done(links=links(study, record, self.chosen))

    def _back(self, error: SmallfiresError) -> Back:
        study = study_of(self.key)
        field, said = field_of(study, self.texts, error), sentence_of(study, error)
        if not field:
            return Back({}, said, TYPED)
        return Back({field: said}, *NOT_ANSWERED, offers=offers_of(study, error))
