"""A worker's own program: `python -m sentir.experiments FOLDER THREADS`, started by `worker`.

It reads an order a line from its standard input and answers in lines on its standard output. When
that input ends, because the pool is done or its process was killed, this process ends at once.
"""

from __future__ import annotations

import sys

from sentir.runtime.threads import use_blas_threads

if __name__ == "__main__":
    use_blas_threads(1)  # before NumPy is imported
    from sentir.experiments.serving import serve

    serve(sys.argv[1], threads=int(sys.argv[2]))
