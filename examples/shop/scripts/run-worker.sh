#!/bin/sh
# Runs one worker by hand, next to the stack that is up.
docker run -d --name shop-worker-extra \
  --privileged \
  --network host \
  -v /var/run/docker.sock:/var/run/docker.sock \
  -e MAIL_PASSWORD=corn-flower-blue-7 \
  shop-worker:latest
