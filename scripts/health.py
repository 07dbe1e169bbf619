"""Ends with 0 where the server on this machine answers: a container’s health check."""

import os
import sys
from http.client import HTTPConnection

base = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
path = f"/{base}/_stcore/health" if base else "/_stcore/health"
try:
    connection = HTTPConnection(
        "localhost", int(os.environ.get("LOUPE_PORT", "8501")), timeout=5
    )
    connection.request("GET", path)
    sys.exit(connection.getresponse().status != 200)
except OSError:
    sys.exit(1)
