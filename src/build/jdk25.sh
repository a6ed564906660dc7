# Sourced: sets and exports JAVA_HOME to a JDK of version 25 or newer, or ends with a sentence that says what to install.
# Looks at JAVA_HOME, the usual folders, and the PATH, in that order.
is_jdk25() {
	local release=$1/release version
	[[ -x $1/bin/javac && -r $release ]] || return 1
	version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")
	[[ ${version:-0} -ge 25 ]]
}
find_jdk25() {
	local javac candidate
	javac=$(command -v javac 2>/dev/null && true) || javac=
	for candidate in "${JAVA_HOME-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk* /usr/java/* \
		"$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
		${javac:+"$(dirname "$(dirname "$(readlink -f "$javac")")")"}; do
		if [[ -n $candidate ]] && is_jdk25 "$candidate"; then
			echo "$candidate"
			return
		fi
	done
	echo "JDK 25 or newer was not found in JAVA_HOME, the usual folders or PATH." \
		"Install one (package temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME." >&2
	return 1
}
JAVA_HOME=$(find_jdk25) || exit 1
export JAVA_HOME
