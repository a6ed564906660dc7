#!/usr/bin/env bash
# Starts a one-node Kubernetes cluster on this machine, with CSI storage, snapshots, cluster DNS and Services.
# Ends when the node is Ready, the CSI drivers are registered and Services are routed. The administrator's kubeconfig is
# then $CLUSTER_STATE/kubeconfig.
# Does nothing when the cluster is up already.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
begin=$(seconds)

# What is started here outlives this script: it must not keep a caller's locks and pipes.
for descriptor in /proc/$$/fd/*; do
	descriptor=${descriptor##*/}
	if ((descriptor > 2 && descriptor < 255)); then exec {descriptor}>&-; fi
done

pids=$CLUSTER_STATE/pids logs=$CLUSTER_STATE/logs pki=$CLUSTER_STATE/pki kubelet=$CLUSTER_STATE/kubelet
if [[ -d $pids ]]; then
	if "$here/status.sh" >/dev/null 2>&1; then
		say "already up"
		exit
	fi
	"$here/down.sh"
fi

"$here/check.sh"
"$here/build.sh"
mkdir -p "$pids" "$logs" "$pki" "$kubelet" "$CLUSTER_STATE"/{run,cni}
chmod 700 "$CLUSTER_STATE"

# start NAME COMMAND...: in the background, in a session of its own, its pid and output kept.
start() {
	local name=$1
	shift
	setsid "$@" >"$logs/$name.log" 2>&1 </dev/null &
	echo $! >"$pids/$name"
}

### Network: a bridge that is the node's address too. Nothing of the cluster leaves the machine.
ip link add "$bridge" type bridge 2>/dev/null || true
ip addr replace "$node_ip/24" dev "$bridge"
ip link set "$bridge" up
ip route replace "$service_cidr" dev "$bridge" src "$node_ip" # else a Service not known yet goes to the default route
sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1 "net.ipv4.conf.$bridge.route_localnet=1"
nft -f - <<NFT
table inet devcluster
delete table inet devcluster
table inet devcluster {
	chain forward {
		type filter hook forward priority filter; policy accept;
		iifname "$bridge" oifname != "$bridge" reject with icmpx admin-prohibited
		oifname "$bridge" iifname != "$bridge" reject with icmpx admin-prohibited
	}
}
NFT
cat >"$CLUSTER_STATE/cni/10-bridge.conflist" <<JSON
{"cniVersion": "0.4.0", "name": "devcluster", "plugins": [
  {"type": "bridge", "bridge": "$bridge", "isGateway": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$CLUSTER_STATE/cni/addresses",
            "ranges": [[{"subnet": "$pod_cidr", "gateway": "$node_ip"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
JSON

### Certificates: one authority for the cluster, another for the front proxy (aggregated APIs trust only that one).
authority() { # NAME
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$1" \
		-keyout "$pki/$1.key" -out "$pki/$1.crt" 2>/dev/null
}
certificate() { # NAME AUTHORITY SUBJECT [ALTERNATIVE NAMES]
	local key=(ec -pkeyopt ec_paramgen_curve:P-256)
	[[ $1 == admin ]] && key=(rsa:2048) # fabric8's client reads EC keys only with BouncyCastle
	openssl req -newkey "${key[@]}" -nodes -subj "$3" -keyout "$pki/$1.key" 2>/dev/null |
		openssl x509 -req -days 3650 -CA "$pki/$2.crt" -CAkey "$pki/$2.key" -CAcreateserial -out "$pki/$1.crt" \
			-extfile <(printf 'extendedKeyUsage=serverAuth,clientAuth\n%s' "${4:+subjectAltName=$4}") 2>/dev/null
}
kubeconfig() { # NAME [FILE]: for the certificate of that name
	cat >"${2:-$pki/$1.kubeconfig}" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: devcluster, cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: $(base64 -w0 "$pki/ca.crt")}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$pki/$1.crt"), client-key-data: $(base64 -w0 "$pki/$1.key")}}]
contexts: [{name: devcluster, context: {cluster: devcluster, user: $1}}]
current-context: devcluster
YAML
}
authority ca
authority front-proxy-ca
names=DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost
certificate apiserver ca /CN=kube-apiserver "$names,IP:127.0.0.1,IP:$node_ip,IP:$api_ip"
certificate front-proxy front-proxy-ca /CN=front-proxy-client
certificate admin ca /O=system:masters/CN=admin
certificate controller-manager ca /CN=system:kube-controller-manager
certificate scheduler ca /CN=system:kube-scheduler
certificate proxy ca /CN=system:kube-proxy
certificate kubelet ca "/O=system:nodes/CN=system:node:$node" "DNS:$node,IP:$node_ip"
for c in controller-manager scheduler proxy kubelet; do kubeconfig $c; done
kubeconfig admin "$KUBECONFIG"
openssl genrsa -out "$pki/service-accounts.key" 2048 2>/dev/null

### Control plane
audit=()
if [[ ${CLUSTER_AUDIT-} ]]; then # who asked the API server for what, and when: logs/audit.log
	echo '{"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"], "rules": [{"level": "Metadata"}]}' >"$CLUSTER_STATE/audit.yaml"
	audit=(--audit-policy-file "$CLUSTER_STATE/audit.yaml" --audit-log-path "$logs/audit.log")
fi
start etcd etcd --data-dir "$CLUSTER_STATE/etcd" --unsafe-no-fsync --log-level warn \
	--listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
	--listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
	--initial-cluster default=http://127.0.0.1:2380
start kube-apiserver kube-apiserver --etcd-servers http://127.0.0.1:2379 --advertise-address "$node_ip" \
	--service-cluster-ip-range "$service_cidr" --allow-privileged \
	--tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" --client-ca-file "$pki/ca.crt" \
	--authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction \
	--kubelet-client-certificate "$pki/admin.crt" --kubelet-client-key "$pki/admin.key" \
	--kubelet-preferred-address-types InternalIP \
	--service-account-issuer https://kubernetes.default.svc.cluster.local \
	--service-account-key-file "$pki/service-accounts.key" --service-account-signing-key-file "$pki/service-accounts.key" \
	--requestheader-client-ca-file "$pki/front-proxy-ca.crt" --requestheader-allowed-names front-proxy-client \
	--requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
	--requestheader-extra-headers-prefix X-Remote-Extra- \
	--proxy-client-cert-file "$pki/front-proxy.crt" --proxy-client-key-file "$pki/front-proxy.key" "${audit[@]}"

### Containers
cat >"$CLUSTER_STATE/containerd.toml" <<TOML
version = 2
root = "$CLUSTER_STATE/containerd"
state = "$CLUSTER_STATE/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs", "io.containerd.internal.v1.opt", "io.containerd.tracing.processor.v1.otlp"]
[grpc]
  address = "$containerd_socket"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  # Else a pod that is not root cannot open its block volume.
  device_ownership_from_security_context = true
  # Where root lacks CAP_SYS_RESOURCE, runc may not lower oom_score_adj, and no pod at all would start.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "$CLUSTER_STATE/run/runc"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$CLUSTER_STATE/cni"
TOML
start containerd containerd --config "$CLUSTER_STATE/containerd.toml"
pause=$CLUSTER_CACHE/pause-image.tar
[[ $pause -nt $bin/pause ]] || tar -C "$bin" -c pause | pack_image localhost/pause:1 "$pause" '{"Entrypoint":["/pause"]}'
until_ok 30 ctr --address "$containerd_socket" version
"$here/image-load.sh" "$pause" >/dev/null

### Node
cat >"$CLUSTER_STATE/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "$pki/ca.crt"}}
authorization: {mode: Webhook}
containerRuntimeEndpoint: "unix://$containerd_socket"
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
makeIPTablesUtilChains: false # chains that nobody needs here and nobody would remove
syncFrequency: 10s # how soon a grown volume is noticed; by default a minute
clusterDomain: cluster.local
clusterDNS: ["$node_ip"]
resolvConf: ""
tlsCertFile: "$pki/kubelet.crt"
tlsPrivateKeyFile: "$pki/kubelet.key"
volumePluginDir: "$kubelet/volume-plugins"
podLogsDir: "$CLUSTER_STATE/pod-logs"
# Images cannot be pulled again here, so they must never be collected, and a fullish disk must not evict pods.
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 100Mi, nodefs.available: 200Mi, imagefs.available: 200Mi}
YAML
cat >"$CLUSTER_STATE/proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clusterCIDR: $pod_cidr
hostnameOverride: $node
clientConnection: {kubeconfig: "$pki/proxy.kubeconfig"}
conntrack: {maxPerCore: 0}
YAML
cat >"$CLUSTER_STATE/Corefile" <<COREFILE
cluster.local:53 $pod_cidr:53 $service_cidr:53 {
	bind $node_ip
	errors
	kubernetes cluster.local $pod_cidr $service_cidr {
		kubeconfig $KUBECONFIG
	}
	cache 5
}
# No upstream: a name outside the cluster does not exist, and this is said at once.
.:53 {
	bind $node_ip
	template ANY ANY {
		rcode NXDOMAIN
	}
}
COREFILE
until_ok 60 kubectl get --raw /readyz
# By default each of its controllers may ask 20 times a second, and a CSI sidecar 5 times: a hundred volumes would wait for that alone.
requests=(--kube-api-qps 200 --kube-api-burst 400)
start kube-controller-manager kube-controller-manager --kubeconfig "$pki/controller-manager.kubeconfig" --leader-elect=false "${requests[@]}" \
	--authentication-kubeconfig "$pki/controller-manager.kubeconfig" --authorization-kubeconfig "$pki/controller-manager.kubeconfig" \
	--service-account-private-key-file "$pki/service-accounts.key" --root-ca-file "$pki/ca.crt" --use-service-account-credentials \
	--cluster-signing-cert-file "$pki/ca.crt" --cluster-signing-key-file "$pki/ca.key" --bind-address 127.0.0.1
start kube-scheduler kube-scheduler --kubeconfig "$pki/scheduler.kubeconfig" --leader-elect=false --bind-address 127.0.0.1 \
	--authentication-kubeconfig "$pki/scheduler.kubeconfig" --authorization-kubeconfig "$pki/scheduler.kubeconfig"
start kubelet kubelet --config "$CLUSTER_STATE/kubelet.yaml" --kubeconfig "$pki/kubelet.kubeconfig" --root-dir "$kubelet" \
	--hostname-override "$node" --node-ip "$node_ip"
start kube-proxy kube-proxy --config "$CLUSTER_STATE/proxy.yaml"
start coredns coredns -conf "$CLUSTER_STATE/Corefile"

### Storage: the drivers and their sidecars are plain processes on the node.
kubectl apply -f "$CLUSTER_CACHE/crds" >/dev/null
kubectl wait --for condition=Established crd --all --timeout 30s >/dev/null
until_ok 20 kubectl apply -f "$here/manifests/storage.yaml"
start snapshot-controller snapshot-controller --kubeconfig "$KUBECONFIG" --http-endpoint 127.0.0.1:9811
for d in loop plain; do
	sidecar() { start "$1.$d" "$1" --kubeconfig "$KUBECONFIG" --csi-address "$kubelet/plugins/$d.csi.cluster/csi.sock" --timeout 5m "${requests[@]}" "${@:2}"; }
	cloning=$([[ $d == loop ]] && echo true || echo false)
	start csi-loop.$d csi-loop -name $d.csi.cluster -cloning=$cloning -data "$CLUSTER_STATE/csi/$d" -kubelet "$kubelet" -node "$node"
	# The provisioner's guard on snapshots being restored is at times forgotten, and then kept them for 5 minutes after deletion.
	sidecar csi-provisioner --default-fstype ext4 --extra-create-metadata --snapshot-orphan-sweep-interval 5s
	sidecar csi-resizer --handle-volume-inuse-error=false
	if $cloning; then sidecar csi-snapshotter; fi
done

until_ok 90 "$here/status.sh"
say "the cluster is up after $(since "$begin") s; export KUBECONFIG=$KUBECONFIG"
