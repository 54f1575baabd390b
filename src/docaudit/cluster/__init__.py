"""The same audit on several machines: papers read in batches by a dask cluster, from and to storage that all machines see.

What is judged is what the batches left in the storage, so a run that loses workers, or is stopped and started again, ends
with the same findings, byte for byte, as a run on one machine.
"""

from docaudit.cluster.run import Cluster, audit_on
from docaudit.cluster.storage import ClusterError, SharedCache

__all__ = ["Cluster", "ClusterError", "SharedCache", "audit_on"]
