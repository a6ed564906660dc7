# Settings that all scripts share; the environment overrides them. Sourced, not run.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

export CLUSTER_CACHE=${CLUSTER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/devcluster} # what is worth keeping: binaries, images
export CLUSTER_STATE=${CLUSTER_STATE:-/var/lib/devcluster}                       # what up.sh makes and down.sh removes
export KUBECONFIG=${CLUSTER_KUBECONFIG:-$CLUSTER_STATE/kubeconfig}

bin=$CLUSTER_CACHE/bin
export PATH=$bin:$PATH
containerd_socket=$CLUSTER_STATE/run/containerd.sock

# Everything lives on one bridge: the node is its first address, pods get the others.
bridge=cluster0
node=node
node_ip=10.244.0.1
pod_cidr=10.244.0.0/24
service_cidr=10.96.0.0/16
api_ip=10.96.0.1

debian_packages=(containerd runc containernetworking-plugins nftables iproute2 e2fsprogs util-linux mount procps openssl)

# pack_image NAME:TAG ARCHIVE.tar CONFIG <ROOTFS.tar: an image of one layer.
pack_image() {
	local work
	work=$(mktemp -d)
	cat >"$work/layer.tar"
	"$here/../../build/oci-image" "$work/layout" "$1" "$(dpkg --print-architecture)" "$3" "$work/layer.tar"
	tar -C "$work/layout" -cf "$2" .
	rm -rf "$work"
}

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
fail() { say "$*"; exit 1; }
# Without its kubeconfig, kubectl would look for another cluster.
needs_cluster() { [[ -f $KUBECONFIG ]] || fail "no cluster is up here; src/e2e/dev-cluster up starts one"; }
seconds() { awk '{print $1}' /proc/uptime; }
since() { awk -v from="$1" '{printf "%.1f", $1 - from}' /proc/uptime; }

# until_ok SECONDS COMMAND...: tries until the command succeeds; shows its last words if it never does.
until_ok() {
	local end=$((SECONDS + $1)) said
	shift
	until said=$("$@" 2>&1); do
		((SECONDS < end)) || fail "gave up: $*: $said"
		sleep 0.3
	done
}

# packages NAME...: installs those Debian packages that are missing.
packages() {
	local missing=() p
	for p; do dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p"); done
	((${#missing[@]})) || return 0
	say "installing ${missing[*]}"
	apt-get update -qq >&2
	DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}
