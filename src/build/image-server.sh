# Sourced by the training runs: `serve_images FOLDER WORK` serves a folder over HTTP and HTTPS on loopback until the calling shell
# ends, and sets `http` and `https` to the ports. The server's authority is WORK/ca.pem.
serve_images() {
	local folder=$1 work=$2
	"$JAVA_HOME/bin/keytool" -genkeypair -alias server -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 \
		-validity 2 -storetype PKCS12 -keystore "$work/keys" -storepass training -keypass training
	"$JAVA_HOME/bin/keytool" -exportcert -rfc -alias server -keystore "$work/keys" -storepass training >"$work/ca.pem"
	mkfifo "$work/ports" "$work/alive"
	"$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$build/../cli/src/aot/ImageServer.java" \
		"$folder" "$work/keys" training <"$work/alive" >"$work/ports" &
	trap "kill $!" EXIT
	exec {alive}>"$work/alive"
	read -r http https <"$work/ports"
}
