#!/bin/sh
# Installs the servers that the tests start for themselves: PostgreSQL, nginx and Apache; and crontab. None is left running.
# Says nothing and takes no time where they are there already.
set -eu

has_nginx() { command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; }
has_apache() { command -v apache2 >/dev/null || [ -x /usr/sbin/apache2 ]; }
has_cron() { command -v crontab >/dev/null; }
has_postgresql() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

missing=
has_nginx || missing="$missing nginx"
has_apache || missing="$missing apache2-bin"
has_cron || missing="$missing cron"
has_postgresql || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "These are needed for the tests; install them and run this again:$missing" >&2
    exit 1
fi

echo "Installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive

# Debian starts a server when it is installed, and makes a first database: neither is wanted here.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
fi
if ! has_postgresql && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi

apt-get update -qq >&2
# shellcheck disable=SC2086  # a list of names
apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold $missing >&2
