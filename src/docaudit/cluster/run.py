"""Read and judge a folder with the workers of a dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from distributed import Client, as_completed

from docaudit.cache import key_of
from docaudit.cluster.storage import ClusterError, Remote, SharedCache, list_papers
from docaudit.cluster.tasks import Batch, Read, do_all, means, read_batch
from docaudit.config import Config
from docaudit.engine import Options
from docaudit.engine.crew import Item, Loss, Work
from docaudit.engine.papers import profiles_of
from docaudit.engine.run import conclude
from docaudit.model import Audit
from docaudit.rules import load_rules

_RETRIES = 3
"""Times that a task is started again after an error of its own; one whose worker is lost is started again by dask."""
_AT_ONCE = 25
"""Projects a task: about a second of work."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the work is done: a scheduler's address, a URL that all machines see for results, and papers a task."""

    scheduler: str
    storage: str
    batch: int = 200


class Team:
    """The workers of a cluster, as the engine asks for work; limits are kept where papers are read, in `read_batch`."""

    is_at_work = True

    def __init__(self, client: Client) -> None:
        self._client = client

    def results(
        self, items: Iterable[Item], work: Callable[[Item], Work | None], _limit: Callable[[Item], float | None]
    ) -> Iterator[tuple[Item, Any]]:
        """Yield every item with the result of its work, or a `Loss` where no worker could do it, in order."""
        groups = _batched(list(items), _AT_ONCE)
        waiting = deque(
            (group, self._client.submit(do_all, [work(item) for item in group], retries=_RETRIES, pure=False))
            for group in groups
        )
        while waiting:
            group, future = waiting.popleft()  # once nobody holds it, the cluster forgets its result
            try:
                found = future.result()
            except Exception:  # noqa: BLE001  (whatever became of it, this machine can do it)
                found = [Loss(None)] * len(group)
            yield from zip(group, found, strict=True)


def audit_on(
    url: str, cluster: Cluster, config: Config, progress: Callable[[int, int, str], None] | None = None
) -> Audit:
    """Audit the papers below a path or fsspec URL that all workers see; `progress` as in `docaudit.engine.Options`.

    Raises `ClusterError`, and what `docaudit.engine.audit` raises before any paper is read.  What batches gave stays in
    the storage: a run that was stopped goes on where it was.
    """
    rules = load_rules(config.rule_packs, config.choice())
    profiles_of(config.extractor_packs)
    storage = SharedCache(cluster.storage)
    remotes = list_papers(url, config)
    with _connected(cluster.scheduler, config) as (client, contents):
        batches = [_batch(url, papers, config, contents) for papers in _batched(remotes, cluster.batch)]
        read = _read(client, batches, config, storage, progress or (lambda *_: None))
        papers = chain.from_iterable(batch.papers for batch in read)
        refused = chain.from_iterable(batch.refused for batch in read)
        return conclude(papers, refused, rules, Options(config, threaded=True), storage, Team(client))


def _batch(url: str, papers: tuple[Remote, ...], config: Config, contents: str) -> Batch:
    told = "\x1f".join(f"{paper.path} {paper.state}" for paper in papers)
    return Batch(url, papers, key_of("batch", url, told, config.model_dump_json(), contents))


@contextmanager
def _connected(address: str, config: Config) -> Iterator[tuple[Client, str]]:
    """Connect to the scheduler, and see that its workers are fit; also gives what stands for code and packs."""
    try:
        client = Client(address, timeout="15s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(f"{address}：连接不上 dask 调度器（{error}）；请检查地址，并确认调度器已启动。") from error
    with client:
        try:
            there = client.run(means, config)
        except Exception as error:
            raise ClusterError(
                f"{address}：工作节点不能运行 docaudit（{type(error).__name__}：{error}）；请在各节点安装同一版本。"
            ) from error
        if not there:
            raise ClusterError(f"{address}：集群没有工作节点；请先启动 dask worker。")
        own = means(config).contents
        for worker, found in there.items():
            if found.contents != own:
                raise ClusterError(f"{worker}：工作节点的 docaudit 或规则包与本机不同；请在各节点安装同一版本。")
            if not found.may_start:
                raise ClusterError(
                    f"{worker}：工作节点不能启动子进程，无法限制单份文书的时间和内存；"
                    "请设环境变量 DASK_DISTRIBUTED__WORKER__DAEMON=False 后再启动 dask worker。"
                )
        yield client, own


def _read(
    client: Client,
    batches: Sequence[Batch],
    config: Config,
    storage: SharedCache,
    progress: Callable[[int, int, str], None],
) -> list[Read]:
    """Have all batches read that the storage does not have, and return what they gave."""
    count = sum(len(batch.papers) for batch in batches)
    futures = {
        client.submit(read_batch, batch, config, storage, retries=_RETRIES, pure=False): batch for batch in batches
    }
    done = 0
    for future in as_completed(list(futures), loop=client.loop):  # type: ignore[no-untyped-call]
        batch = futures.pop(future)
        try:
            future.result()
        except ClusterError:
            raise
        except Exception as error:
            raise ClusterError(
                f"集群没有读完 {batch.papers[0].path} 起的一批文书（{type(error).__name__}：{error}）；"
                "再次运行即可继续，已读取的不必重读。"
            ) from error
        done += len(batch.papers)
        progress(done, count, batch.papers[-1].path)
    found = [storage.get(batch.key) for batch in batches]
    if not all(isinstance(read, Read) for read in found):
        raise ClusterError(f"{storage.url}：一批文书的结果不见了；请确认本机和各节点看到的是同一存储位置。")
    return found


def _batched(items: Sequence[Any], size: int) -> Iterator[tuple[Any, ...]]:
    return (tuple(items[at : at + size]) for at in range(0, len(items), size))
