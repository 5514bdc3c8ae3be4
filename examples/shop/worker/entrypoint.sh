#!/bin/sh
set -e
echo "worker starts"
python -m worker >> /app/logs/worker.log 2>&1
