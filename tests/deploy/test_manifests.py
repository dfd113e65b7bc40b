"""The Kubernetes manifests and the Compose file: valid, locked down, and true to what the code reads and runs."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from bot.run.one import PROCESSES
from bot.settings import ROOT

KUBERNETES = ROOT / "deploy" / "kubernetes"
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))
VERSION = "1.28"
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "lotsen"}
WRITABLE = {"/data", "/tmp", "/models"}
_VARIABLE = re.compile(r"LOTSEN_[A-Z_]+")
Faults = Callable[[Iterable[str]], None]


def _documents() -> list[dict[str, Any]]:
    files = sorted(f for f in KUBERNETES.glob("*.yaml") if f.name != "kustomization.yaml")
    return [document for file in files for document in yaml.safe_load_all(file.read_text(encoding="utf-8"))]


DOCUMENTS = _documents()


def _pods() -> Iterator[tuple[str, dict[str, Any]]]:
    for document in DOCUMENTS:
        spec = document.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            yield document["metadata"]["name"], spec["template"]


PODS = dict(_pods())
CONTAINERS = {
    f"{pod}/{container['name']}": container
    for pod, template in PODS.items()
    for container in [*template["spec"].get("initContainers", []), *template["spec"]["containers"]]
}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: f"{d['kind']}-{d['metadata']['name']}")
def test_when_a_manifest_is_checked_against_the_schema_of_kubernetes_then_it_fits(document: dict[str, Any]) -> None:
    kubernetes_validate.validate(document, VERSION, strict=True)


def test_when_kustomize_reads_the_folder_then_every_manifest_is_named_and_no_other() -> None:
    named = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
    assert set(named) == {file.name for file in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml"}


@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_when_a_container_runs_then_it_can_do_no_more_than_it_must(name: str) -> None:
    container = CONTAINERS[name]
    pod = PODS[name.split("/")[0]]["spec"]
    own = container["securityContext"]
    assert own["readOnlyRootFilesystem"] and not own["allowPrivilegeEscalation"]
    assert own["capabilities"] == {"drop": ["ALL"]}
    assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] > 0
    assert pod["automountServiceAccountToken"] is False
    assert set(container["resources"]["limits"]) == {"cpu", "memory"}
    assert {mount["mountPath"] for mount in container["volumeMounts"]} <= WRITABLE


@pytest.mark.parametrize("name", ["assistant/assistant", "assistant/actions", "desk/desk", "redis/redis"])
def test_when_a_server_starts_hangs_or_is_busy_then_kubernetes_sees_it(name: str) -> None:
    assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(CONTAINERS[name])


def test_when_strangers_come_in_then_they_reach_the_chat_and_nothing_else() -> None:
    (ingress,) = (d for d in DOCUMENTS if d["kind"] == "Ingress")
    backends = [
        path["backend"]["service"]["name"] for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]
    ]
    assert backends == ["assistant"]
    policies = {d["metadata"]["name"]: d["spec"] for d in DOCUMENTS if d["kind"] == "NetworkPolicy"}
    assert policies["nothing"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    public = {name for name, spec in policies.items() if "ingress-nginx" in str(spec.get("ingress"))}
    assert public == {"assistant"}
    assert not any(d["spec"].get("type") in ("LoadBalancer", "NodePort") for d in DOCUMENTS if d["kind"] == "Service")
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert published == {"assistant": ["127.0.0.1:5005:5005"], "desk": ["127.0.0.1:5070:5070"]}


def test_when_the_action_server_runs_then_only_its_own_assistant_reaches_it() -> None:
    assert [c["name"] for c in PODS["assistant"]["spec"]["containers"]] == ["assistant", "actions"]
    assert "ports" not in CONTAINERS["assistant/actions"]
    assert OURS["actions"]["network_mode"] == "service:assistant" and "ports" not in OURS["actions"]


def test_when_a_container_is_started_then_its_command_is_one_of_ours(no_faults: Faults) -> None:
    commands = {
        **{n: c["args"] for n, c in CONTAINERS.items() if c["image"] == "lotsen"},
        **{n: s["command"] for n, s in OURS.items()},
    }
    faults = []
    for name, (module, *arguments) in commands.items():
        if importlib.util.find_spec(module) is None:
            faults.append(f"{name}: no module {module}")
        if module == "bot.run.one" and arguments[0] not in PROCESSES:
            faults.append(f"{name}: no process {arguments}")
    no_faults(faults)


def test_when_a_variable_is_set_then_something_reads_it(no_faults: Faults) -> None:
    read = {
        name for file in (ROOT / "bot").rglob("*.py") for name in _VARIABLE.findall(file.read_text(encoding="utf-8"))
    }
    files = [f for f in (ROOT / "deploy").rglob("*") if f.is_file()]
    no_faults(
        f"{file.name}: {name}"
        for file in files
        for name in _VARIABLE.findall(file.read_text(encoding="utf-8"))
        if name not in read
    )


def test_when_secrets_are_needed_then_none_stands_in_a_file() -> None:
    assert not any(d["kind"] == "Secret" for d in DOCUMENTS)
    settings = next(d for d in DOCUMENTS if d["kind"] == "ConfigMap")["data"]
    assert not {n for n in settings if "SECRET" in n or "DATABASE_URL" in n}
    for name, service in COMPOSE["services"].items():
        for variable, value in service.get("environment", {}).items():
            if "PASSWORD" in variable or "SECRET" in variable or "DATABASE_URL" in variable:
                assert "${" in value, (name, variable)


@pytest.mark.parametrize("name", sorted(OURS))
def test_when_docker_runs_one_of_ours_then_it_can_do_no_more_than_it_must(name: str) -> None:
    service = OURS[name]
    assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["user"] == "10001:10001"
    assert service["security_opt"] == ["no-new-privileges:true"] and service["ulimits"] == {"core": 0}
    targets = [*service.get("tmpfs", []), *(volume.split(":")[1] for volume in service.get("volumes", []))]
    assert set(targets) <= WRITABLE


def test_when_redis_runs_then_it_keeps_nothing() -> None:
    for arguments in (CONTAINERS["redis/redis"]["args"], COMPOSE["services"]["redis"]["command"]):
        said = " ".join(map(repr, arguments))
        assert "'--save' ''" in said and "'--appendonly' 'no'" in said


def test_when_the_image_is_built_then_its_context_holds_no_data_of_anybody() -> None:
    ignored = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    assert {"var", ".cache", "models", "reports", ".git"} <= ignored


def test_when_paths_are_named_then_they_are_there() -> None:
    build = OURS["prepare"]["build"]
    assert (Path(ROOT / "deploy" / build["context"]) / build["dockerfile"]).exists()
    assert (ROOT / "deploy" / "desk-database.sql").exists()
