/**
 * The names of the cmdlets that the management shells of Lync Server 2013 to Skype for Business Server 2019 have, by verb
 * and noun, from the reference topics: what is real and not modelled is told apart from what no product has.
 */
import { nearest } from '../../core/nearest.js';

const CRUD = 'Get New Remove Set';

/** Verbs, and the nouns that have them. */
const NAMES: readonly (readonly [verbs: string, nouns: string])[] = [
  [
    CRUD,
    `AddressBookConfiguration AddressBookNormalizationConfiguration AddressBookNormalizationRule AllowedDomain
    AnalogDevice Announcement ArchivingConfiguration ArchivingPolicy AutodiscoverConfiguration AVEdgeConfiguration
    BandwidthPolicyServiceConfiguration BlockedDomain CallParkOrbit CallViaWorkPolicy CdrConfiguration ClientPolicy
    ClientVersionConfiguration ClientVersionPolicy ClientVersionPolicyRule ClsConfiguration ClsRegion ClsScenario
    ClsSearchTerm ClsSecurityGroup CommonAreaPhone ConferencingConfiguration ConferencingPolicy
    ConversationHistoryConfiguration CpsConfiguration DeviceUpdateConfiguration DiagnosticConfiguration
    DiagnosticHeaderConfiguration DialInConferencingAccessNumber DialInConferencingConfiguration
    DialInConferencingDtmfConfiguration DialPlan ExternalAccessPolicy ExternalUserCommunicationPolicy ExUmContact
    FileTransferFilterConfiguration GroupPickupUserOrbit HealthMonitoringConfiguration HostedVoicemailPolicy
    HostingProvider ImFilterConfiguration IPPhonePolicy KerberosAccountAssignment LocationPolicy McxConfiguration
    MediaConfiguration MobilityPolicy NetworkBandwidthPolicyProfile NetworkInterRegionRoute NetworkInterSitePolicy
    NetworkMediaBypassConfiguration NetworkRegion NetworkRegionLink NetworkSite NetworkSubnet OAuthServer
    OutboundCallingNumberTranslationRule OutboundTranslationRule PartnerApplication PersistentChatAddin
    PersistentChatCategory PersistentChatComplianceConfiguration PersistentChatConfiguration PersistentChatEndpoint
    PersistentChatPolicy PersistentChatRoom PinPolicy PlatformServiceSettings PresencePolicy PresenceProvider
    PrivacyConfiguration PublicProvider PushNotificationConfiguration QoEConfiguration ReportingConfiguration
    RgsAgentGroup RgsHolidaySet RgsHoursOfBusiness RgsQueue RgsWorkflow ServerApplication SimpleUrlConfiguration
    SipDomain SipResponseCodeTranslationRule SlaConfiguration StaticRoutingConfiguration StorageServiceConfiguration
    TeamsUpgradeConfiguration TestUserCredential ThirdPartyVideoSystem ThirdPartyVideoSystemPolicy TrunkConfiguration
    TrustedApplication TrustedApplicationComputer TrustedApplicationEndpoint TrustedApplicationPool
    UCPhoneConfiguration UnassignedNumber UserReplicatorConfiguration UserServicesConfiguration UserServicesPolicy
    VideoInteropServerConfiguration VideoInteropServerSyntheticTransactionConfiguration VideoTrunkConfiguration
    VoicemailReroutingConfiguration VoiceNormalizationRule VoicePolicy VoiceRoute VoiceRoutingPolicy
    VoiceTestConfiguration WatcherNodeConfiguration WebServiceConfiguration XmppAllowedPartner`,
  ],
  [
    'Get Set',
    `AccessEdgeConfiguration AdminRole BackupServiceConfiguration BusyOptions CallForwardingSettings Certificate
    ClientPin ConfigurationStoreLocation ConferenceDisclaimer EnhancedEmergencyServiceDisclaimer FIPSConfiguration
    ImConfiguration IPPhoneConfiguration LisLocation LisPort LisServiceProvider LisSubnet LisSwitch
    LisWirelessAccessPoint ManagementConnection MeetingRoom NetworkConfiguration OAuthConfiguration
    PersistentChatActiveServer ProxyConfiguration PstnUsage RegistrarConfiguration RgsConfiguration
    RoutingConfiguration Site User UserAcp UserCallForwardingSettings UserDatabaseState UserDelegates
    UserTeamMembers UserServer XmppGatewayConfiguration AuthConfig HybridPSTNSite`,
  ],
  [
    'Get',
    `AdContact AdDomain AdForest AdminRoleAssignment AdPrincipal AdServerSchema AdUser AudioTestServiceApplication
    ApplicationEndpoint BackupServiceStatus ClientAccessLicense ClientCertificate ClientPinInfo ClsAgentStatus
    Computer ConferenceDirectory DatabaseMirrorState DeviceUpdateRule DialInConferencingLanguageList EffectivePolicy
    KerberosAccount LisCivicAddress ManagementStoreReplicationStatus NetworkInterface PersistentChatEligiblePrincipal
    PersistentChatRoomProhibitedUser Pool PoolBackupRelationship PoolFabricState PoolUpgradeReadinessState
    RgsAgent ServerPatchVersion ServerVersion Service Topology Trunk UserPoolInfo UserSession
    VideoGateway VideoTrunk WindowsService OnlineUser Tenant`,
  ],
  [
    'Grant',
    `ArchivingPolicy CallViaWorkPolicy ClientPolicy ClientVersionPolicy ConferencingPolicy DialPlan ExternalAccessPolicy
    ExternalUserCommunicationPolicy HostedVoicemailPolicy IPPhonePolicy LocationPolicy MobilityPolicy
    OUPermission PersistentChatPolicy PinPolicy PresencePolicy SetupPermission ThirdPartyVideoSystemPolicy
    UserServicesPolicy VoicePolicy VoiceRoutingPolicy TeamsUpgradePolicy`,
  ],
  ['Enable Disable', 'AdDomain AdForest Computer HostingProvider MeetingRoom PublicProvider User'],
  ['Enable', 'Replica Topology'],
  [
    'New',
    `AdditionalInternalDomain ClientVersionPolicyRule ConferenceDirectory EdgeAllowAllKnownDomains EdgeAllowList
    EdgeDomainPattern ExtendedTest IssuedCertId KerberosAccount RgsAnswer RgsCallAction RgsHoliday RgsPrompt
    RgsQuestion RgsTimeRange SimpleUrl SimpleUrlEntry SipProxyCustom SipProxyRealm SipProxyTCP SipProxyTLS
    SipProxyTransport SipProxyUseDefault SipProxyUseDefaultCert StaticRoute VoiceRegex WebLink WebOrigin
    WebTrustedCACertificate CustomHostingProvider OnlineSession`,
  ],
  [
    'Remove',
    `AdminRole Certificate ConferenceDirectory ConfigurationStoreLocation DeviceUpdateRule KerberosAccount
    LisLocation LisPort LisServiceProvider LisSubnet LisSwitch LisWirelessAccessPoint ManagementConnection
    PersistentChatMessage UserAcp UserStoreBackupData SlaDelegates`,
  ],
  [
    'Set',
    `ApplicationServer ArchivingServer CallParkServiceMusicOnHoldFile ConferenceServer ConferencingServer Director
    EdgeServer KerberosAccountPassword MediationServer MonitoringServer PersistentChatState PstnGateway Registrar
    WebServer CentralManagement SlaDelegates`,
  ],
  [
    'Test',
    `AddressBookService AddressBookWebQuery ASConference AudioConferencingProvider AVConference AVEdgeConnectivity
    CertificateConfiguration ClientAuth ClientAuthentication Computer Database DataConference DialInConferencing
    DialPlan ExStorageConnectivity ExStorageNotification ExUMConnectivity ExUMVoiceMail FederatedPartner GroupExpansion
    GroupIM IM InterTrunkRouting KerberosAccountAssignment LisCivicAddress LisConfiguration LocationPolicy
    ManagementServer MCXConference MCXP2PIM MCXPushNotification OUPermission P2PAV P2PVideoInteropServerSipTrunkAV
    PersistentChatMessage PhoneBootstrap Presence PstnOutboundCall PstnPeerToPeerCall Registration Replica
    ReplicationPermission ServiceReplication SetupPermission Topology TrunkConfiguration UcwaConference
    UnifiedContactStore VoiceNormalizationRule VoicePolicy VoiceRoute VoiceTestConfiguration VoiceUser
    WatcherNodeConfiguration WebApp WebAppAnonymous WebScheduler XmppIM`,
  ],
  ['Export', 'ArchivingData Configuration LisConfiguration PersistentChatData RgsConfiguration UserData'],
  [
    'Import',
    `AnnouncementFile Certificate CompanyPhoneNormalizationRules Configuration DeviceUpdate LegacyConferenceDirectory
    LegacyConfiguration LisConfiguration PersistentChatData RgsAudioFile RgsConfiguration UserData`,
  ],
  [
    'Move',
    `AnalogDevice ApplicationEndpoint CommonAreaPhone ConferenceDirectory ExUmContact LegacyUser ManagementServer
    MeetingRoom RgsConfiguration ThirdPartyVideoSystem User`,
  ],
  [
    'Invoke',
    `ArchivingDatabasePurge BackupServiceSync CdrDatabasePurge ComputerFailBack ComputerFailOver DatabaseFailover
    ManagementServerFailover ManagementStoreReplication PoolFailBack PoolFailOver QoEDatabasePurge
    RgsStoreReplicateData StorageServiceFlush UcsRollback`,
  ],
  ['Start Stop', 'ClsLogging Pool WindowsService'],
  ['Search Show Sync Update', 'ClsLogging'],
  ['Install Uninstall', 'AdServerSchema Database MirrorDatabase'],
  ['Update', 'AddressBook AdminRole TenantMeetingUrl UserData UserDatabase'],
  [
    'Debug',
    'AddressBookReplication DataConference InterPoolReplication IntraPoolReplication LisConfiguration StorageServiceFailures UnifiedContactStore',
  ],
  ['Publish Unpublish', 'LisConfiguration'],
  ['Publish', 'Topology'],
  ['Convert Sync', 'UserData'],
  ['Reset', 'DeviceUpdateRule NotificationQueues PoolRegistrarState RoutingGroup'],
  ['Approve Restore', 'DeviceUpdateRule'],
  ['Clear', 'DeviceUpdateFile DeviceUpdateLog PersistentChatRoom'],
  ['Lock Unlock', 'ClientPin'],
  ['Backup', 'Pool'],
  ['Revoke', 'ClientCertificate OUPermission SetupPermission'],
  ['Request', 'Certificate'],
  ['Merge', 'LegacyTopology'],
  ['Copy', 'VoicePolicy'],
  ['Find', 'Group'],
  ['Add', 'SlaDelegates'],
  ['Open', 'Topology'],
];

/** Names by what they are in lower case; the shell does not tell upper case apart. */
const KNOWN: ReadonlyMap<string, string> = new Map(
  NAMES.flatMap(([verbs, nouns]) =>
    verbs.split(' ').flatMap((verb) => nouns.split(/\s+/).map((noun) => `${verb}-Cs${noun}`)),
  ).map((name) => [name.toLowerCase(), name]),
);

/** A cmdlet of some product, in the spelling of its topic; null = no product has it. */
export const realCmdlet = (name: string): string | null => KNOWN.get(name.toLowerCase()) ?? null;

/** The real cmdlet whose name is nearest to a name that no product has; null = none is near. */
export const nearestReal = (name: string): string | null => nearest(name, [...KNOWN.values()], 3);

/** Whether a name is that of a cmdlet of these products at all: a verb, and a noun that begins with Cs. */
export const isOfTheShell = (name: string): boolean => /^[a-z]+-cs[a-z]/i.test(name);

/** Whether a cmdlet only looks, tests or exports: it leaves the deployment as it is. */
export const onlyLooks = (name: string): boolean => /^(get|test|export|find|debug|search|show)-/i.test(name);
