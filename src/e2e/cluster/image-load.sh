#!/usr/bin/env bash
# image-load.sh ARCHIVE.tar: gives pods the images of a Docker or OCI archive (of src/build/images, `docker save`, Jib's
# buildTar, `skopeo copy`), to be used with imagePullPolicy IfNotPresent.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
(($# == 1)) || fail "usage: image-load.sh ARCHIVE.tar"
start=$(seconds)
loaded=$(ctr --address "$containerd_socket" --namespace k8s.io images import "$1" | awk '/^unpacking/ {print $2}')
[[ $loaded ]] || fail "$1 holds no image with a name"
echo "$loaded"
say "loaded $(basename "$1") ($(du -h "$1" | cut -f1)) in $(since "$start") s"
