"""The reply network: who answers whom, and what hangs on one person alone."""
