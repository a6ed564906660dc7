# Sourced by the scripts that train AOT caches.
build=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$build/jdk25.sh"

# begin FOLDER sets `app`, the folder of the program; `runtime`, the Java that trains it; and `work`, which goes with the script.
begin() {
	app=$(cd "$1" && pwd)
	runtime=${JAVA_RUNTIME:-$JAVA_HOME}
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
}

# Java 25 cannot start from a cache with classes of a sealed jar when another of its packages' classes came first ("sealing
# violation"), and which come first changes from training to training: so the seals are taken off.
unseal() {
	printf 'Sealed: false\n' >"$work/unsealed"
	"$JAVA_HOME/bin/jar" ufm "$app"/lib/xz-*.jar "$work/unsealed" 2>"$work/jar" || { cat "$work/jar" >&2; return 1; }
}

# native_libraries takes zstd's out of its jar. Else Java unpacks it to /tmp at each start, which may be read-only.
native_libraries() {
	local pair
	for pair in amd64:x86_64 aarch64:aarch64; do
		mkdir -p "$app/native/${pair#*:}"
		(cd "$app/native/${pair#*:}" && "$JAVA_HOME/bin/jar" xf "$app"/lib/zstd-jni-*.jar "linux/${pair%:*}" &&
			mv linux/"${pair%:*}"/*.so libzstd-jni.so && rm -r linux)
	done
}

# worker_folder BIN completes the folder of a worker's jars: launchers, options, native libraries, and one time for all
# jars, since a cache knows each by size and time, so that an image can have the same.
worker_folder() {
	cp "$build/jvm-options" "$build/start-worker" "$1"/* "$app/"
	native_libraries
	unseal
	touch -d 2026-01-01T00:00:00Z "$app"/*.jar "$app"/lib/*.jar
}

# key_pair makes WORK/keys, a key store with a key for 127.0.0.1 that vouches for itself.
key_pair() {
	"$JAVA_HOME/bin/keytool" -genkeypair -alias server -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 \
		-validity 2 -storetype PKCS12 -keystore "$work/keys" -storepass training -keypass training
}

# serve_images FOLDER serves a folder over HTTP and HTTPS on loopback until the calling shell ends, and sets `http` and `https`
# to the ports. The server's authority is WORK/ca.pem.
serve_images() {
	local folder=$1
	key_pair
	"$JAVA_HOME/bin/keytool" -exportcert -rfc -alias server -keystore "$work/keys" -storepass training >"$work/ca.pem"
	mkfifo "$work/ports" "$work/alive"
	"$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$build/../cli/src/aot/ImageServer.java" \
		"$folder" "$work/keys" training <"$work/alive" >"$work/ports" &
	trap "kill $!" EXIT
	exec {alive}>"$work/alive"
	read -r http https <"$work/ports"
}

# cache NAME JAR CLASS ARGUMENT...: trains the cache NAME.aot by a run of the program, and sees that it is taken.
cache() {
	local cache=$app/$1.aot jar=$app/$2 options=(@"$build/jvm-options") zstd=$app/native/$HOSTTYPE/libzstd-jni.so
	shift 2
	[[ ! -f $zstd ]] || options+=(-DZstdNativePath="$zstd")
	rm -f "$cache"
	no_proxy='*' "$runtime/bin/java" "${options[@]}" -XX:AOTCacheOutput="$cache" -cp "$jar" "$@"
	"$runtime/bin/java" "${options[@]}" -XX:AOTCache="$cache" -cp "$jar" -version
}

# trained PROGRAM COMMAND: runs the command that trains the program's caches. A program runs without
# them too, only slower at the start, so a training that fails is told, leaves none behind, and lets the build pass.
trained() {
	local status
	# Not in an `if`: there bash would go on after a failure.
	set +e
	(
		set -e
		"$2"
	) >"$work/log" 2>&1
	status=$?
	set -e
	if [[ $status != 0 ]]; then
		rm -f "$app"/*.aot
		cat "$work/log" >&2
		echo "$1: the training run failed; it will start slowly" >&2
	fi
}
