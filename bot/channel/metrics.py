"""Figures for the operators, in Prometheus' format, on a port of their own on loopback: counts and times, no words, no ids.

What is counted has few kinds, each named here; nothing a resident or a request can choose becomes a label.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from bot.channel.faults import Fault

MODEL_NOT_LOADED, NO_EMBEDDINGS, NOT_SHARED = "model_not_loaded", "no_embeddings", "conversations_not_shared"
REASONS = (MODEL_NOT_LOADED, NO_EMBEDDINGS, NOT_SHARED)
"""Why an assistant that answers may be worse than it should be; the same words stand in its health."""
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 5.0)


class Metrics:
    """One a process. Counting never raises."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Counter(
            "lotsen_answers", "Messages answered: danger, ordinary, or card when the dialogue gave no answer.",
            ["kind"], registry=self.registry,
        )  # fmt: skip
        self._refused = Counter("lotsen_refused", "Requests refused, by fault.", ["fault"], registry=self.registry)
        self._seconds = Histogram(
            "lotsen_answer_seconds", "Time from a message to its answer.", buckets=_SECONDS, registry=self.registry
        )
        self._talks = Gauge("lotsen_conversations", "Conversations held in memory.", registry=self.registry)
        self._dropped = Gauge("lotsen_events_dropped", "Events that could not be counted.", registry=self.registry)
        self._unverified = Gauge(
            "lotsen_unverified_numbers", "Telephone numbers nobody at the kommun has verified.", registry=self.registry
        )
        self._degraded = Gauge(
            "lotsen_degraded", "1 for each reason why the assistant is degraded.", ["reason"], registry=self.registry
        )
        for kind in ("danger", "ordinary", "card"):
            self._answers.labels(kind)  # there from the start, so that an alert can tell none from unknown

    def answered(self, in_danger: bool, by_dialogue: bool, seconds: float) -> None:
        self._answers.labels("danger" if in_danger else "ordinary" if by_dialogue else "card").inc()
        self._seconds.observe(seconds)

    def refused(self, fault: Fault) -> None:
        self._refused.labels(fault.name.lower()).inc()

    def know(self, unverified: int) -> None:
        self._unverified.set(unverified)

    def watch(
        self, conversations: Callable[[], int], dropped: Callable[[], int], reasons: Callable[[], Collection[str]]
    ) -> None:
        """Ask for these whenever somebody reads the figures."""
        self._talks.set_function(conversations)
        self._dropped.set_function(dropped)
        for reason in REASONS:
            self._degraded.labels(reason).set_function(partial(_holds, reason, reasons))

    def serve(self, host: str, port: int) -> None:
        """Answer from now on. Raises OSError when the port is taken."""
        start_http_server(port, addr=host, registry=self.registry)


def _holds(reason: str, reasons: Callable[[], Collection[str]]) -> float:
    return float(reason in reasons())
