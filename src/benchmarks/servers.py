"""The servers that the images come from, both on loopback."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time


class Servers:
    """nginx and a docker-registry on loopback, at full speed, with TLS, and with 20 MiB/s per connection."""

    def __init__(self, images, work):
        self.images, self.log = images, work / "access.log"
        self.full, self.tls, self.limited, self.registry = (free_port() for _ in range(4))
        self.authority = work / "ca.pem"
        self.work, self.processes = work, []

    def start(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.work / "key.pem", "-out",
                        self.authority, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, stderr=subprocess.DEVNULL)
        configuration = self.work / "nginx.conf"
        configuration.write_text(self.nginx_configuration(self.work))
        self.processes.append(subprocess.Popen(["nginx", "-p", self.work, "-c", configuration, "-e", "stderr"]))
        wait_for_port(self.full)
        if (self.images / "registry.d").exists():
            self.processes.append(subprocess.Popen(
                ["docker-registry", "serve", self.images / "registry.d/config.yml"], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env=os.environ | {"REGISTRY_HTTP_ADDR": f"127.0.0.1:{self.registry}"}))
            wait_for_port(self.registry)

    def nginx_configuration(self, work):
        user = "user root;" if os.getuid() == 0 else ""
        folders = " ".join(f"{kind}_temp_path {work}/temp;" for kind in
                           ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        return f"""
            {user} daemon off; worker_processes 2; pid {work}/nginx.pid; error_log stderr;
            events {{ }}
            http {{
                {folders}
                log_format transfers '$msec $request_time $bytes_sent';
                access_log {self.log} transfers;
                sendfile on;
                tcp_nopush on;
                root {self.images};
                server {{ listen 127.0.0.1:{self.full}; }}
                server {{
                    listen 127.0.0.1:{self.tls} ssl;
                    ssl_certificate {self.authority};
                    ssl_certificate_key {work}/key.pem;
                }}
                server {{
                    listen 127.0.0.1:{self.limited};
                    limit_rate 20m;
                    location /v2/ {{
                        proxy_pass http://127.0.0.1:{self.registry};
                        proxy_set_header Host $http_host;
                        proxy_max_temp_file_size 0;
                    }}
                }}
            }}"""

    def url(self, case, speed):
        """What the commands get as $URL: for an image of the registry its name without docker://."""
        if case.startswith("registry"):
            return f"127.0.0.1:{self.registry if speed == 'full' else self.limited}/debian:{case}"
        if speed == "tls":
            return f"https://127.0.0.1:{self.tls}/{case}"
        return f"http://127.0.0.1:{self.full if speed == 'full' else self.limited}/{case}"

    def download(self, case, speed):
        """The bare download on one connection; it also brings the packed image into the page cache."""
        url = self.url(case, speed)
        if case.startswith("registry"):
            host, tag = url.split("/debian:")
            url = f"http://{host}/v2/debian/blobs/{layer(self.images / tag)['digest']}"
        return f'curl -sSf --cacert "$CA" -o /dev/null {url}'

    def requests_since(self, position):
        """The time of the first request and the bytes sent, from the lines of the access log after a position."""
        time.sleep(0.1)
        lines = [[float(word) for word in line.split()] for line in self.log.read_text()[position:].splitlines()]
        return min((ended - took for ended, took, _ in lines), default=None), sum(line[2] for line in lines)

    def stop(self):
        for process in self.processes:
            process.terminate()
            process.wait()


def layer(manifest):
    return json.loads(manifest.read_text())["layers"][0]


def packed_size(images, case):
    path = images / case
    return layer(path)["size"] if case.startswith("registry") else path.stat().st_size


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port):
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    sys.exit(f"nothing answers on 127.0.0.1:{port}")
