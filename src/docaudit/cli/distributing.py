"""Who runs an audit: this machine, or a dask cluster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docaudit.cli.options import EngineName
from docaudit.cli.run import stop
from docaudit.engine import Options
from docaudit.model import Audit


def runner(
    place: str, engine: EngineName, scheduler: str | None, storage: str | None, batch: int
) -> Callable[[Path, Options], Audit] | None:
    """Return what audits a folder elsewhere, None for this machine; leaves with exit code 2 where what the engine needs was not given."""
    if engine is EngineName.LOCAL:
        if "://" in place:
            stop(f"{place}：本机运行只能审核文件夹；审核网址请加 --engine dask。")
        if scheduler or storage:
            stop("--scheduler 和 --storage 只用于 --engine dask。")
        return None
    if not scheduler or not storage:
        stop("--engine dask 需要 --scheduler（调度器地址）和 --storage（各节点共用的存储位置）。")
    try:
        from docaudit.cluster import Cluster, ClusterError, audit_on  # noqa: PLC0415  (an extra)
    except ImportError:
        stop('在集群上运行需要另装组件：pip install "docaudit[cluster]"。')
    cluster = Cluster(scheduler, storage, batch)

    def run(_folder: Path, options: Options) -> Audit:
        try:
            return audit_on(place, cluster, options.config, options.progress)
        except ClusterError as error:
            stop(str(error))

    return run
