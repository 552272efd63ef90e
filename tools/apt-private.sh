# Sourced by fetch-sources and fetch-packages: a private apt folder, so that a
# plain user can fetch authenticated Debian packages without touching the
# machine's own apt state. It does not install anything.
#
# Contract: the caller sets $root (the repository) and $me (its own name), then
#   apt_setup KIND   KIND is "source" (Debian 13 sources) or "binary" (this
#                    machine's own suite); writes build/apt/KIND/.
#   apt_run CMD...   runs an apt tool on that folder, for example
#                    apt_run apt-get update.
#   apt_update       fetches the package lists, at most once per hour.
#   retry CMD...     runs CMD up to three times; false if it never worked.
#   fetch_failed WHAT   shows what the last try said, and exits.
# All answers come from the mirror that the machine itself is configured with,
# and are authenticated by the keys of the package debian-archive-keyring.

# The Debian suite our library sources come from.
source_suite=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

note()
{
	echo "$me: $*" >&2
}

die()
{
	note "$*"
	exit 1
}

# Prints "URI SUITE" for every Debian binary entry with the component "main"
# that apt is configured with, from both formats. Entries signed by a key that
# is not Debian's belong to other vendors and are left out.
apt_configured()
{
	etc=${TOWLINE_APT_ETC:-/etc/apt}
	for f in "$etc/sources.list" "$etc"/sources.list.d/*.list; do
		[ -r "$f" ] && awk '
			$1 == "deb" {
				opts = ""; i = 2
				if ($i ~ /^\[/) {
					while ($i !~ /\]$/ && i < NF) opts = opts $(i++) " "
					opts = opts $(i++)
				}
				if (opts ~ /signed-by/ && opts !~ /debian-archive/) next
				for (c = i + 2; c <= NF; c++)
					if ($c == "main") print $i, $(i + 1)
			}' "$f"
	done
	for f in "$etc"/sources.list.d/*.sources; do
		[ -r "$f" ] && awk '
			function flush(  n, m, i, j, u, s) {
				if ((" " v["types"] " ") ~ / deb / && v["enabled"] !~ /no/ &&
				    (" " v["components"] " ") ~ / main / &&
				    (v["signed-by"] == "" ||
				     v["signed-by"] ~ /debian-archive/)) {
					n = split(v["uris"], u); m = split(v["suites"], s)
					for (i = 1; i <= n; i++)
						for (j = 1; j <= m; j++) print u[i], s[j]
				}
				split("", v)
			}
			/^#/ { next }
			/^[ \t]*$/ { flush(); next }
			/^[^ \t]/ { key = tolower($0); sub(/:.*/, "", key)
				sub(/^[^:]*:/, "") }
			{ v[key] = v[key] " " $0; gsub(/[ \t]+/, " ", v[key]) }
			END { flush() }' "$f"
	done
}

# Writes the sources.list of one kind to standard output.
apt_sources()
{
	. /etc/os-release
	host=${VERSION_CODENAME:-stable}
	line="[signed-by=$keyring]"
	apt_configured | grep -v '^cdrom:' | while read -r uri suite; do
		case $1,$suite in
		source,"$host" | source,stable)
			echo "deb-src $line $uri $source_suite main"
			echo "deb-src $line $uri $source_suite-updates main" ;;
		source,*-security)
			echo "deb-src $line $uri $source_suite-security main" ;;
		binary,"$host" | binary,"$host"-updates | binary,"$host"-security | \
		binary,stable | binary,stable-updates | binary,stable-security)
			echo "deb $line $uri $suite main" ;;
		esac
	done | sort -u
}

apt_setup()
{
	apt_dir=$root/build/apt/$1
	mkdir -p "$apt_dir/lists/partial" "$apt_dir/cache/archives/partial"
	: >"$apt_dir/status"
	apt_sources "$1" >"$apt_dir/sources.list"
	grep -q . "$apt_dir/sources.list" ||
		die "no Debian mirror is configured under /etc/apt; put the" \
			"archives into a folder and set TOWLINE_ARCHIVES to it"
	# "#clear" drops hooks of the machine's own configuration: they are for
	# its package database, and need root. Everything else stays, above all
	# proxies and credentials.
	cat >"$apt_dir/apt.conf" <<-END
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		#clear APT::Update::Pre-Invoke;
		Dir::Etc::SourceList "$apt_dir/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		Dir::State "$apt_dir";
		Dir::State::Lists "$apt_dir/lists";
		Dir::State::Status "$apt_dir/status";
		Dir::Cache "$apt_dir/cache";
		APT::Sandbox::User "root";
		APT::Get::AllowUnauthenticated "false";
		Acquire::Languages "none";
		Acquire::Retries "3";
	END
}

apt_run()
{
	tool=$1
	shift
	"$tool" -q -c "$apt_dir/apt.conf" "$@"
}

apt_update()
{
	if [ -n "$(find "$apt_dir/updated" -mmin -60 2>/dev/null)" ]; then
		return 0
	fi
	note "fetching package lists"
	retry apt_run apt-get update --error-on=any ||
		fetch_failed "the package lists"
	touch "$apt_dir/updated"
}

# Runs a command up to three times, silently; its words are kept in a log.
retry()
{
	for try in 1 2 3; do
		"$@" >"$apt_dir/log" 2>&1 && return 0
		[ $try = 3 ] || sleep $((try * 2))
	done
	return 1
}

fetch_failed()
{
	cat "$apt_dir/log" >&2
	die "could not fetch $1 in 3 tries (apt's words are above); check the" \
		"network, or set TOWLINE_ARCHIVES to a folder of archives"
}
