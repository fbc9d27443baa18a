/**
 * Services that firewalld brings along, in any version from 1.3 (Debian 12) to the development of 2.5 in July 2026:
 * the file names in config/services of its sources.
 */
export const FIREWALLD_SERVICES: ReadonlySet<string> = new Set(
  `
    0-AD RH-Satellite-6 RH-Satellite-6-capsule afp alvr amanda-client amanda-k5-client amqp amqps anno-1602
    anno-1800 apcupsd aseqnet audit ausweisapp2 bacula bacula-client bareos-director bareos-filedaemon
    bareos-storage bb bgp bitcoin bitcoin-rpc bitcoin-testnet bitcoin-testnet-rpc bittorrent-lsd ceph
    ceph-exporter ceph-mon cfengine checkmk-agent civilization-iv civilization-v cockpit collectd
    condor-collector cratedb ctdb dds dds-multicast dds-unicast dhcp dhcpv6 dhcpv6-client distcc dns
    dns-over-quic dns-over-tls docker-registry docker-swarm dropbox-lansync elasticsearch etcd-client
    etcd-server factorio finger foreman foreman-proxy freeipa-4 freeipa-ldap freeipa-ldaps
    freeipa-replication freeipa-trust ftp galera ganglia-client ganglia-master git gitea gpsd grafana gre
    high-availability http http3 https ident imap imaps iperf2 iperf3 ipfs ipp ipp-client ipsec irc ircs
    iscsi-target isns jenkins kadmin kdeconnect kerberos kibana klogin kpasswd kprop kshell kube-api
    kube-apiserver kube-control-plane kube-control-plane-secure kube-controller-manager
    kube-controller-manager-secure kube-nodeport-services kube-scheduler kube-scheduler-secure kube-worker
    kubelet kubelet-readonly kubelet-worker ldap ldaps libvirt libvirt-tls lightning-network llmnr
    llmnr-client llmnr-tcp llmnr-udp managesieve matrix mdns mednafen memcache minecraft minidlna mndp
    mongodb mosh mountd mpd mpd-httpd mqtt mqtt-tls ms-wbt mssql murmur mysql nbd nebula
    need-for-speed-most-wanted netbios-ns netdata-dashboard nfs nfs3 nmea-0183 nrpe ntp nut opentelemetry
    openvpn ovirt-imageio ovirt-storageconsole ovirt-vmconsole plex pmcd pmproxy pmwebapi pmwebapis pop3
    pop3s postgresql privoxy prometheus prometheus-node-exporter proxy-dhcp proxy-http ps2link ps3netsrv ptp
    pulseaudio puppetmaster quassel radius radsec rdp redis redis-sentinel rootd rpc-bind rquotad rsh rsyncd
    rtsp salt-master samba samba-client samba-dc sane settlers-history-collection sip sips slimevr slp smtp
    smtp-submission smtps snmp snmptls snmptls-trap snmptrap socks solr spideroak-lansync spotify-sync squid
    ssdp ssh statsrv steam-lan-transfer steam-streaming stellaris stronghold-crusader stun stuns submission
    supertuxkart svdrp svn syncthing syncthing-gui syncthing-relay synergy syscomlan syslog syslog-ng
    syslog-tls telnet tentacle terraria tftp tile38 tinc tor-socks transmission-client turn turns
    upnp-client vdsm vnc-server vrrp warpinator wbem-http wbem-https wireguard ws-discovery
    ws-discovery-client ws-discovery-host ws-discovery-tcp ws-discovery-udp wsman wsmans xdmcp xmpp-bosh
    xmpp-client xmpp-local xmpp-server zabbix-agent zabbix-java-gateway zabbix-server zabbix-trapper
    zabbix-web-service zero-k zerotier
  `
    .trim()
    .split(/\s+/),
);
