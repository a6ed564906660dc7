# Sourced by the scripts that train AOT caches, after jdk25.sh and with `build` set.

# Java 25 cannot start from a cache with classes of a sealed jar when another of its packages' classes came first ("sealing
# violation"), and which come first changes from training to training: unseal LIBRARIES WORK takes the seals off.
unseal() {
	printf 'Sealed: false\n' >"$2/unsealed"
	"$JAVA_HOME/bin/jar" ufm "$1"/xz-*.jar "$2/unsealed" 2>"$2/jar" || { cat "$2/jar" >&2; return 1; }
}

# worker_folder FOLDER BIN WORK completes the folder of a worker's jars: launchers, options, native libraries, and one time for all
# jars, since a cache knows each by size and time, so that an image can have the same.
worker_folder() {
	local pair
	cp "$build/jvm-options" "$build/start-worker" "$2"/* "$1/"
	for pair in amd64:x86_64 aarch64:aarch64; do
		mkdir -p "$1/native/${pair#*:}"
		(cd "$1/native/${pair#*:}" && "$JAVA_HOME/bin/jar" xf "$1"/lib/zstd-jni-*.jar "linux/${pair%:*}" &&
			mv linux/"${pair%:*}"/*.so libzstd-jni.so && rm -r linux)
	done
	unseal "$1/lib" "$3"
	touch -d 2026-01-01T00:00:00Z "$1"/*.jar "$1"/lib/*.jar
}

# key_pair WORK makes WORK/keys, a key store with a key for 127.0.0.1 that vouches for itself.
key_pair() {
	"$JAVA_HOME/bin/keytool" -genkeypair -alias server -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 \
		-validity 2 -storetype PKCS12 -keystore "$1/keys" -storepass training -keypass training
}

# serve_images FOLDER WORK serves a folder over HTTP and HTTPS on loopback until the calling shell ends, and sets `http` and `https`
# to the ports. The server's authority is WORK/ca.pem.
serve_images() {
	local folder=$1 work=$2
	key_pair "$work"
	"$JAVA_HOME/bin/keytool" -exportcert -rfc -alias server -keystore "$work/keys" -storepass training >"$work/ca.pem"
	mkfifo "$work/ports" "$work/alive"
	"$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$build/../cli/src/aot/ImageServer.java" \
		"$folder" "$work/keys" training <"$work/alive" >"$work/ports" &
	trap "kill $!" EXIT
	exec {alive}>"$work/alive"
	read -r http https <"$work/ports"
}

# trained PROGRAM FOLDER WORK COMMAND: runs the command that trains the caches of the program in the folder. A program runs without
# them too, only slower at the start, so a training that fails is told, leaves none behind, and lets the build pass.
trained() {
	local status
	# Not in an `if`: there bash would go on after a failure.
	set +e
	(
		set -e
		"$4"
	) >"$3/log" 2>&1
	status=$?
	set -e
	if [[ $status != 0 ]]; then
		rm -f "$2"/*.aot
		cat "$3/log" >&2
		echo "$1: the training run failed; it will start slowly" >&2
	fi
}
