#!/usr/bin/env bash
# Says whether this machine can run the cluster: exits 0 when it can, else prints all reasons why not. Installs the Debian
# packages that the cluster needs, and changes nothing else.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
reasons=()
lacks() { reasons+=("$*"); }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# tried WHAT COMMAND...: WHAT is a reason when the command fails, with its last words.
tried() {
	local what=$1 said
	shift
	said=$("$@" 2>&1) || lacks "$what: $(tail -1 <<<"$said")"
}

loop_device() {
	local device
	truncate -s 16M "$work/file" && device=$(losetup --find --show "$work/file") || return
	mkfs.ext4 -q "$device" && mkdir -p "$work/mounted" && mount "$device" "$work/mounted" && umount "$work/mounted"
	local status=$?
	losetup --detach "$device"
	return $status
}
overlay() {
	local place
	place=$(mktemp -d "${CLUSTER_STATE%/*}/overlay-check.XXXXXX") || return
	mkdir "$place"/{lower,upper,work,merged}
	mount -t overlay overlay -o "lowerdir=$place/lower,upperdir=$place/upper,workdir=$place/work" "$place/merged" && umount "$place/merged"
	local status=$?
	rm -rf "$place"
	return $status
}
bridge_and_veth() {
	ip link add devcheck0 type bridge && ip link add devcheck1 type veth peer name devcheck2 && ip link set devcheck1 master devcheck0
	local status=$?
	ip link del devcheck1 2>/dev/null
	ip link del devcheck0 2>/dev/null
	return $status
}
tables() { nft -f - <<<'table inet devcheck { chain c { type nat hook prerouting priority 0; ip daddr 10.0.0.1 dnat ip to 10.0.0.2; }; }' && nft delete table inet devcheck; }
namespaces() { unshare --mount --uts --ipc --net --pid --fork true; }
control_groups() {
	local controller folder
	for controller in cpu memory pids; do
		if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
			folder=/sys/fs/cgroup
			grep -qw $controller $folder/cgroup.controllers || { echo "no controller $controller"; return 1; }
		else
			folder=/sys/fs/cgroup/$controller
			[[ -d $folder ]] || { echo "no controller $controller"; return 1; }
		fi
		mkdir "$folder/devcheck" && rmdir "$folder/devcheck" || return
	done
}

if [[ $(id -u) != 0 ]]; then
	lacks "it needs root"
elif ! command -v apt-get >/dev/null; then
	lacks "it needs Debian"
elif ! (packages "${debian_packages[@]}") >"$work/packages" 2>&1; then
	lacks "packages cannot be installed: $(tail -1 "$work/packages")"
else
	tried "no loop devices" loop_device
	tried "no overlay file system for images" overlay
	tried "no bridge or veth devices" bridge_and_veth
	tried "no nftables" tables
	tried "no new namespaces" namespaces
	tried "control groups cannot be made" control_groups
	if ! "$here/status.sh" >/dev/null 2>&1; then
		for port in 6443 2379 2380 10248 10249 10250 10256 10257 10259; do
			[[ -z $(ss -Hltn "sport = :$port") ]] || lacks "port $port is taken"
		done
	fi
fi
if ! command -v go >/dev/null && ! [[ -x $bin/kubelet && -x $bin/csi-loop ]]; then
	lacks "it needs a Go compiler to build the cluster's programs"
fi
free=$(awk '/^MemAvailable/ {print int($2 / 1024)}' /proc/meminfo)
((free >= 3000)) || lacks "only $free MiB of memory are free, 3000 are needed"
room=$(df --output=avail -m "$(dirname "$CLUSTER_STATE")" | tail -1)
((room >= 8000)) || lacks "only $((room)) MiB of disk are free below $(dirname "$CLUSTER_STATE"), 8000 are needed"

((${#reasons[@]} == 0)) && exit
for reason in "${reasons[@]}"; do say "$reason"; done
exit 1
