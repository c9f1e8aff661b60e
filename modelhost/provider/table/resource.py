"""A row of the table as a resource that the engine can serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.difference import top
from modelhost.provider.failure import message
from modelhost.provider.resource import Diff, Failure, PartialCreate, Properties, ProviderError
from modelhost.provider.table import template
from modelhost.provider.table.compare import compared
from modelhost.provider.table.inputs import checked
from modelhost.provider.table.observe import observe, refreshed
from modelhost.provider.table.row import Call, Row, Step
from modelhost.provider.table.run import Run, search


class TableResource:
    """Serves one row."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.type = row.type
        computed = {*row.outputs, *(name for each in row.lookups for name in each.values)} - row.properties.keys()
        self.computed = frozenset(
            computed | ({"tagsAll"} if row.tags else set()) | ({"region"} if row.regional else set())
        ) | {name for name, prop in row.properties.items() if prop.computed}
        self.volatile = row.volatile

    def check(
        self, context: Context, name: str, news: Properties, olds: Properties
    ) -> tuple[Properties, list[Failure]]:
        """Fill in defaults, name and tags; validate every request that the creation would make."""
        return checked(self.row, context, name, news, olds)

    def diff(self, context: Context, id: str, inputs: Properties, outputs: Properties, news: Properties) -> Diff:
        """Compare what was asked for, or seen by a refresh, with what is asked for now."""
        return compared(self.row, inputs, outputs, news)

    def create(self, context: Context, inputs: Properties) -> tuple[str, Properties]:
        """Create, set what needs calls of its own, wait, and read what has become of it."""
        run = Run(self.row, context, inputs)
        run.scope.id = self._identify(run, self._create(run))
        try:
            for step in self._creation_steps(run):
                run.step(step)
            self._tag_after_creation(run)
            outputs = self._outputs(run, inputs)
        except Exception as error:
            raise PartialCreate(run.scope.id, dict(inputs), [message(error)]) from error
        return run.scope.id, outputs

    def read(
        self, context: Context, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[str, Properties, Properties] | None:
        """Ask the cloud; an import has only the id."""
        known = {**outputs, **inputs} or self._parsed(self.row.import_id or self.row.id, id)
        run = Run(self.row, context, known, id)
        if not inputs and self.row.import_id and known:
            run.scope.id = str(template.fill(self.row.id, run.scope))
        found = run.find()
        if found is None or run.scope.id is None:
            return None
        seen, computed = observe(run, found)
        if not inputs:
            seen = {**self._parsed(self.row.id, run.scope.id), **_given(known, self.row), **_given(seen, self.row)}
        news = refreshed(self.row, inputs, seen)
        return run.scope.id, news, self._joined(news, seen, computed)

    def update(
        self, context: Context, id: str, outputs: Properties, inputs: Properties, news: Properties
    ) -> Properties:
        """Make the calls that the changed properties need; after a half-made creation, all of them."""
        changed = {top(path) for path in compared(self.row, inputs, outputs, news).changed}
        run = Run(self.row, context, {**_computed(outputs, self.row), **news}, id)
        repair = not changed
        left = changed - {"tags"} - {name for name, prop in self.row.properties.items() if prop.local}
        for step in self.row.steps:
            if changed & set(step.on) or (repair and run.given(step)):
                run.step(step)
                left -= set(step.on)
        if left or (repair and (self.row.upsert or self.row.update)):
            self._update(run, left or set(news) & self.row.properties.keys())
        if self.row.tags and ("tags" in changed or repair):
            self._retag(run, inputs.get("tags") or {})
        return self._outputs(run, news)

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Remove it; one that is gone is no error, one that something still holds is tried again for a while."""
        if self.row.retain and outputs.get(self.row.retain):
            return
        run = Run(self.row, context, outputs, id)
        for action in self.row.delete:
            run.unless_missing(lambda action=action: run.past_conflicts(lambda: run.act(action)))  # type: ignore[misc]
        if self.row.wait_gone:
            run.wait_gone()

    def _parsed(self, words: str, id: str) -> dict[str, str]:
        patterns = {name: prop.pattern for name, prop in self.row.properties.items() if prop.pattern}
        return template.parse(words, id, patterns) if "{" in words else {}

    def _create(self, run: Run, tagged: bool = True) -> Any:
        if not isinstance(self.row.create, Call):
            return self.row.create(run)
        names = [name for name in self.row.properties if name != "tags"]
        return run.call(self.row.create, names, self.row.tags.create if self.row.tags and tagged else None)

    def _identify(self, run: Run, answer: Any) -> str:
        if "{" not in self.row.id:
            found = search(self.row.id, answer)
            if not found:
                raise ProviderError(f"{self.type}: the answer of the creation has no {self.row.id}")
            return str(found)
        return str(template.fill(self.row.id, run.scope))

    def _creation_steps(self, run: Run) -> Iterator[Step]:
        values = run.scope.values
        for step in self.row.steps:
            given = (name for name in step.on if values.get(name) != self.row.properties[name].default)
            if step.at_creation and any(run.scope(name) is not None for name in given):
                yield step

    def _tag_after_creation(self, run: Run) -> None:
        style = self.row.tags
        if style and not style.create and style.add and run.scope.tags:
            run.act(style.add)

    def _update(self, run: Run, names: set[str]) -> None:
        if self.row.upsert:
            self._create(run, tagged=False)  # tags of what exists have calls of their own
        elif self.row.update is not None:
            run.act(self.row.update, sorted(names))
        else:
            raise ProviderError(f"{self.type}: {', '.join(sorted(names))} cannot be changed in place")

    def _retag(self, run: Run, olds: Mapping[str, str]) -> None:
        style, wanted = self.row.tags, run.scope.tags
        if style is None:
            return
        removed = {key: value for key, value in olds.items() if key not in wanted}
        if removed and style.remove:
            Run(self.row, run.context, run.scope.values | {"tags": removed}, run.scope.id).act(style.remove)
        if wanted and style.add:
            run.act(style.add)
        elif olds and style.clear:
            run.act(style.clear)

    def _outputs(self, run: Run, inputs: Properties) -> Properties:
        seen, computed = observe(run, run.wait_ready())
        return self._joined(inputs, seen, computed)

    def _joined(self, inputs: Properties, seen: Properties, computed: Properties) -> Properties:
        outputs = {**seen, **inputs, **computed}
        if self.row.tags:
            outputs["tagsAll"] = outputs.get("tags") or {}
        return {name: value for name, value in outputs.items() if value is not None}


def _given(values: Mapping[str, Any], row: Row) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in row.properties and value is not None}


def _computed(outputs: Mapping[str, Any], row: Row) -> dict[str, Any]:
    return {name: value for name, value in outputs.items() if name not in row.properties}
