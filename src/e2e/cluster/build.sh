#!/usr/bin/env bash
# build.sh [MODULE...]: builds Kubernetes, etcd, CoreDNS, the CSI sidecars and this folder's own CSI driver into
# $CLUSTER_CACHE/bin, each from a Go module in src/. A module is built anew only when its sources or the Go version changed.
# Modules: kubernetes and etcd (enough for an API server), addons (the rest). Without one, all.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
(($#)) || set -- kubernetes etcd addons
command -v go >/dev/null || fail "needs a Go compiler, 1.26 or newer, to build the cluster's programs"
mkdir -p "$bin" "$CLUSTER_CACHE/crds"
exec {lock}>"$CLUSTER_CACHE/lock"
flock "$lock"
export CGO_ENABLED=0 GOFLAGS="-mod=readonly -buildvcs=false" GOTOOLCHAIN=local

# build MODULE [GO BUILD OPTION...]
build() {
	local module=$1 start=$SECONDS stamp=$bin/.$1.stamp sum
	shift
	sum=$(cd "$here/src/$module" && { go version; find . -type f | LC_ALL=C sort | xargs sha256sum; } | sha256sum)
	[[ -f $stamp && $(<"$stamp") == "$sum" ]] && return
	say "building $module"
	(cd "$here/src/$module" && nice go build -trimpath -o "$bin/" "$@")
	if [[ $module == etcd ]]; then mv -f "$bin/server" "$bin/etcd"; fi # the last word of its module path is its name
	if [[ $module == addons ]]; then                                     # the manifests come with the modules too
		install -m 644 "$(cd "$here/src/addons" && go list -m -f '{{.Dir}}' github.com/kubernetes-csi/external-snapshotter/client/v8)"/config/crd/snapshot.*.yaml "$CLUSTER_CACHE/crds/"
	fi
	echo "$sum" >"$stamp"
	say "built $module in $((SECONDS - start)) s: $(du -sh "$bin" | cut -f1) in $bin"
}

# Without a version stamped in, the API server calls itself v0.0.0-master, which clients that check versions refuse.
version=$(grep -oP '^\s*(require )?k8s.io/kubernetes \K\S+' "$here/src/kubernetes/go.mod")
[[ $version =~ ^v([0-9]+)\.([0-9]+)\. ]]
flags="-s -w"
for p in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
	flags+=" -X $p.gitVersion=$version -X $p.gitMajor=${BASH_REMATCH[1]} -X $p.gitMinor=${BASH_REMATCH[2]}"
	flags+=" -X $p.gitTreeState=clean -X $p.buildDate=1970-01-01T00:00:00Z"
done

for module; do
	case $module in
	kubernetes) build kubernetes -ldflags "$flags" tool ;;
	etcd) build etcd -ldflags "-s -w" tool ;;
	addons) build addons -ldflags "-s -w" tool ./... ;;
	*) fail "no such module: $module" ;;
	esac
done
