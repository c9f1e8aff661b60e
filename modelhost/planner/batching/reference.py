"""Continuous batching step by step, slow and obvious; the compiled engine must say the same to the picosecond."""

from collections import deque
from dataclasses import dataclass, field

from modelhost.planner.array import Counts
from modelhost.planner.batching.state import PS_PER_NS, Flow, flow
from modelhost.planner.batching.step import Step


@dataclass
class Job:
    """A request on its way through a server."""

    ready: int
    prompt: int
    cached: int
    output: int
    made: int = 0
    computed: int = 0
    """Tokens of the prompt, and of what was made before it was put back, that are in the cache."""
    length: int = 0
    """Tokens that are to be computed before the next one is made."""
    first: int = -1
    finish: int = -1

    @property
    def held(self) -> int:
        """Tokens in the cache once the prompt is computed: all but the newest."""
        return self.prompt + self.made - 1


@dataclass
class Server:
    """One replica."""

    step: Step
    begin: int = 0
    end: int = 1 << 62
    clock: int = 0
    before: int = 0
    queue: deque[Job] = field(default_factory=deque)
    partial: Job | None = None
    running: list[Job] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    put_back: int = 0

    @property
    def busy(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.queue or self.partial or self.running)

    def outstanding(self, now: int) -> int:
        """Return the requests that are not finished at *now*."""
        unfinished = len(self.queue) + len(self.running) + (self.partial is not None)
        return unfinished + (sum(end == self.clock for end in self.ended) if self.clock > now else 0)

    def used(self) -> int:
        """Return the tokens of the cache that are taken."""
        return sum(job.held for job in self.running) + (self.partial.length if self.partial else 0)

    def work(self, until: int) -> None:
        """Do step after step up to the first that ends at *until* or later."""
        while self.clock < until and self.busy:
            while self.used() + len(self.running) > self.step.cache_tokens:
                self.lose_youngest()
            self.one_step()

    def lose_youngest(self) -> None:
        """Put the youngest back to the front of the queue."""
        job = self.partial or self.running.pop()
        self.partial = None
        job.cached = job.computed = 0
        self.queue.appendleft(job)
        self.put_back += 1

    def one_step(self) -> None:
        """Compute one token of each running request, and pieces of prompts with the tokens that are left."""
        tokens, pairs, complete = self.prompts()
        running = self.running
        read = sum(job.held + 1 for job in running)
        took = int(self.step.linear_ps[len(running) + tokens])
        took += self.step.cache_ps * read + self.step.pair_ps * pairs
        self.before, self.clock = self.clock, self.clock + took
        self.running, self.ended = [], []
        for job in running + complete:
            job.made += 1
            job.first = self.clock if job.first < 0 else job.first
            if job.made == job.output:
                job.finish = self.clock
                self.ended.append(self.clock)
            else:
                self.running.append(job)

    def prompts(self) -> tuple[int, int, list[Job]]:
        """Return tokens and pairs of the prompts' pieces in this step, and the requests whose prompt is complete."""
        budget, pairs, complete = self.step.batched_tokens - len(self.running), 0, list[Job]()
        left = budget
        while left > 0:
            if self.partial is None and not self.admitted(complete):
                break
            job = self.partial
            assert job is not None
            piece = min(job.length - job.computed, left)
            pairs += sum(job.computed + 1 + place for place in range(piece))
            job.computed += piece
            left -= piece
            if job.computed == job.length:
                complete.append(job)
                self.partial = None
        return budget - left, pairs, complete

    def admitted(self, complete: list[Job]) -> bool:
        """Whether the first of the queue could be admitted; it is then the one whose prompt is computed in pieces."""
        if not self.queue or len(self.running) + len(complete) >= self.step.sequences:
            return False
        job = self.queue[0]
        length = job.prompt + job.made
        taken = self.used() + sum(other.length for other in complete)
        if taken + length > self.step.cache_tokens or job.ready > (self.before if self.step.ahead else self.clock):
            return False
        self.partial = self.queue.popleft()
        job.length, job.computed = length, min(job.cached, length - 1)
        return True


def stepped(arrival_ns: Counts, prompt: Counts, output: Counts, step: Step, chosen: Counts, service_ps: Counts) -> Flow:
    """Return the requests as the engine's `serve` would leave them."""
    requests = flow(arrival_ns, prompt, output, step.intake_ps, None)
    servers = [Server(step, int(begin), int(end)) for begin, end in service_ps]
    asked = zip(arrival_ns.tolist(), requests.prompt.tolist(), requests.output.tolist(), strict=True)
    jobs = [Job(came * PS_PER_NS + step.intake_ps, tokens, 0, answer) for came, tokens, answer in asked]
    for place, job in enumerate(jobs):
        if job.prompt + job.output > step.cache_tokens:
            continue
        for server in servers:
            server.work(job.ready)
        serving = [server for server in servers if server.begin <= job.ready < server.end]
        wanted = int(chosen[place % len(chosen)])
        if wanted >= 0:
            server = servers[wanted]
        elif serving:
            server = min(serving, key=lambda each: each.outstanding(job.ready))
        else:
            continue
        if not server.busy:
            server.clock = server.before = max(job.ready, server.clock)
        server.queue.append(job)
    for server in servers:
        server.work(1 << 62)
    requests.first_ps[:] = [job.first for job in jobs]
    requests.finish_ps[:] = [job.finish for job in jobs]
    return requests
