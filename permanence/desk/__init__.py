"""The desk: the queue, who takes whom, and the officers' console."""
