/** The deployment of interface.md, both pools written out. */
export const CONTOSO = `product: lync2013
sites: [{ name: Datacenter1 }, { name: Datacenter2 }]
links: [{ between: [Datacenter1, Datacenter2], latency: 40ms, bandwidth: 100Mbps }]
pools:
  - fqdn: pool1.contoso.com
    site: Datacenter1
    edition: enterprise
    platform: virtual
    servers: [fe1a.contoso.com, fe1b.contoso.com, fe1c.contoso.com]
    users: 20000
    capacity: 40000
    backupPool: pool2.contoso.com
    backEnd: { primary: sql1a.contoso.com, mirror: sql1b.contoso.com, witness: sql1w.contoso.com, instance: rtc }
    fileStore: file1.contoso.com
    edgePool: edge1.contoso.com
  - fqdn: pool2.contoso.com
    site: Datacenter2
    edition: enterprise
    platform: virtual
    servers: [fe2a.contoso.com, fe2b.contoso.com, fe2c.contoso.com]
    users: 20000
    capacity: 40000
    backupPool: pool1.contoso.com
    backEnd: { primary: sql2a.contoso.com, mirror: sql2b.contoso.com, witness: sql2w.contoso.com, instance: rtc }
    fileStore: file2.contoso.com
    edgePool: edge2.contoso.com
edgePools:
  - { fqdn: edge1.contoso.com, site: Datacenter1, servers: [e1a.contoso.com, e1b.contoso.com], nextHop: pool1.contoso.com, federation: true, xmpp: true }
  - { fqdn: edge2.contoso.com, site: Datacenter2, servers: [e2a.contoso.com, e2b.contoso.com], nextHop: pool2.contoso.com, federation: false, xmpp: false }
centralManagement: { active: pool1.contoso.com }
backupService: { syncInterval: 2m }
voiceResiliency: { automatic: true, failureDetectionInterval: 300s, failbackDetectionInterval: 600s }
assumptions: {}
`;

/** Two Standard Edition pools with as little as can be said. */
export const STANDARD = `sites: [{ name: North }, { name: South }]
pools:
  - { fqdn: se1.contoso.com, site: North, edition: standard, servers: [se1.contoso.com], users: 500, backupPool: se2.contoso.com }
  - { fqdn: se2.contoso.com, site: South, edition: standard, servers: [se2.contoso.com], users: 500, backupPool: se1.contoso.com }
`;
