/**
 * The names of the cmdlets that the management shells of Lync Server 2013 to Skype for Business Server 2019 have, by verb
 * and noun, from the index of the reference topics: what is real and not modelled is told apart from what no product has.
 * The index also has the cmdlets of the online service's module, which a server's shell lacks unless it is imported.
 */
import { nearest } from '../../core/nearest.js';

type Names = readonly (readonly [verbs: string, nouns: string])[];

const CRUD = 'Get New Remove Set';

/** Verbs, and the nouns that have them, in the shells of the servers. */
const SERVER: Names = [
  [
    CRUD,
    `AddressBookConfiguration AddressBookNormalizationConfiguration AddressBookNormalizationRule AdminRole
    AllowedDomain AnalogDevice Announcement ArchivingConfiguration ArchivingPolicy AutodiscoverConfiguration
    AVEdgeConfiguration BandwidthPolicyServiceConfiguration BlockedDomain CallParkOrbit CallViaWorkPolicy
    CdrConfiguration ClientPolicy ClientVersionConfiguration ClientVersionPolicy ClientVersionPolicyRule
    ClsConfiguration ClsRegion ClsScenario ClsSecurityGroup CommonAreaPhone ConferencingConfiguration
    ConferencingPolicy CpsConfiguration DeviceUpdateConfiguration DiagnosticConfiguration
    DiagnosticHeaderConfiguration DialInConferencingAccessNumber DialInConferencingConfiguration
    DialInConferencingDtmfConfiguration DialPlan ExternalAccessPolicy ExUmContact FileTransferFilterConfiguration
    FIPSConfiguration GroupPickupUserOrbit HealthMonitoringConfiguration HostedVoicemailPolicy HostingProvider
    HybridApplicationEndpoint ImConfiguration ImFilterConfiguration ImTranslationConfiguration
    KerberosAccountAssignment LocationPolicy McxConfiguration MediaConfiguration MeetingConfiguration MobilityPolicy
    NetworkBandwidthPolicyProfile NetworkInterRegionRoute NetworkInterSitePolicy NetworkRegion NetworkRegionLink
    NetworkSite NetworkSubnet OAuthServer OutboundCallingNumberTranslationRule OutboundTranslationRule
    PartnerApplication PersistentChatAddin PersistentChatCategory PersistentChatComplianceConfiguration
    PersistentChatConfiguration PersistentChatPolicy PersistentChatRoom PinPolicy PlatformServiceSettings
    PresencePolicy PresenceProvider PrivacyConfiguration ProxyConfiguration PublicProvider
    PushNotificationConfiguration QoEConfiguration RegistrarConfiguration ReportingConfiguration RgsAgentGroup
    RgsHolidaySet RgsHoursOfBusiness RgsQueue RgsWorkflow RoutingConfiguration ServerApplication
    SimpleUrlConfiguration SipDomain SipResponseCodeTranslationRule StaticRoutingConfiguration
    StorageServiceConfiguration TeamsUpgradeConfiguration TeamsUpgradePolicy TelemetryConfiguration TestDevice
    ThirdPartyVideoSystem ThirdPartyVideoSystemPolicy TrunkConfiguration TrustedApplication TrustedApplicationEndpoint
    TrustedApplicationPool UCPhoneConfiguration UnassignedNumber UserReplicatorConfiguration UserServicesConfiguration
    UserServicesPolicy VideoInteropServerConfiguration VideoInteropServerSyntheticTransactionConfiguration
    VideoTrunkConfiguration VoicemailReroutingConfiguration VoiceNormalizationRule VoicePolicy VoiceRoute
    VoiceRoutingPolicy VoiceTestConfiguration WatcherNodeConfiguration WebServiceConfiguration XmppAllowedPartner`,
  ],
  ['Get New Remove', 'AdditionalInternalDomain ConferenceDirectory PersistentChatEndpoint TrustedApplicationComputer'],
  ['Get New Set', 'CloudCallDataConnectorConfiguration'],
  [
    'Get Remove Set',
    `BackupServiceConfiguration BusyOptions Certificate ConferenceDisclaimer ConfigurationStoreLocation
    ConversationHistoryConfiguration EnhancedEmergencyServiceDisclaimer LisLocation LisPort LisServiceProvider
    LisSubnet LisSwitch LisWirelessAccessPoint ManagementConnection NetworkConfiguration SlaConfiguration
    TestUserCredential UserAcp VoiceConfiguration`,
  ],
  ['Get Remove', 'DeviceUpdateRule'],
  [
    'Get Set',
    `AccessEdgeConfiguration AudioTestServiceApplication AuthConfig CloudCallDataConnector ClsSearchTerm IPPhonePolicy
    MeetingRoom OAuthConfiguration PersistentChatState PresenceManagementState PstnUsage RgsConfiguration Site
    UICulture User UserCallForwardingSettings UserDatabaseState UserDelegates UserTeamMembers XmppGatewayConfiguration`,
  ],
  [
    'Get',
    `AdContact AdDomain AdForest AdminRoleAssignment AdPrincipal AdServerSchema AdUser ApplicationEndpoint
    BackupServiceStatus ClientAccessLicense ClientCertificate ClientPinInfo ClsAgentStatus Computer
    DatabaseMirrorState DialInConferencingLanguageList EffectivePolicy LisCivicAddress
    ManagementStoreReplicationStatus NetworkInterface PersistentChatEligiblePrincipal Pool PoolBackupRelationship
    PoolFabricState PoolUpgradeReadinessState ServerPatchVersion ServerVersion Service Topology Trunk UpgradeDomainInfo UserPoolInfo
    UserSession VideoTrunk WindowsService`,
  ],
  [
    'New',
    `ClientPolicyEntry ClsProvider DiagnosticsFilter EdgeAllowAllKnownDomains EdgeAllowList EdgeDomainPattern
    EmergencyNumber ExtendedTest IssuedCertId KerberosAccount NetworkBWAlternatePath NetworkBWPolicy
    NetworkMediaBypassConfiguration RgsAnswer RgsCallAction RgsHoliday RgsPrompt RgsQuestion RgsTimeRange SimpleUrl
    SimpleUrlEntry SipProxyCustom SipProxyRealm SipProxyTCP SipProxyTLS SipProxyTransport SipProxyUseDefault
    SipProxyUseDefaultCert StaticRoute VoiceRegex WebLink WebOrigin WebTrustedCACertificate`,
  ],
  ['Remove', 'PersistentChatMessage SlaDelegates UserStoreBackupData'],
  [
    'Set',
    `ApplicationServer ArchivingServer CallParkServiceMusicOnHoldFile ClientPin ConferenceServer Director EdgeServer
    KerberosAccountPassword ManagementServer MediationServer MonitoringServer PersistentChatActiveServer PstnGateway
    Registrar UserServer VideoGateway VideoInteropServer WebServer`,
  ],
  [
    'Test',
    `AddressBookService AddressBookWebQuery ASConference AudioConferencingProvider AVConference AVEdgeConnectivity
    CertificateConfiguration ClientAuth ClientAuthentication Computer Database DataConference DialInConferencing
    DialPlan ExStorageConnectivity ExStorageNotification ExUMConnectivity ExUMVoiceMail FederatedPartner
    GroupExpansion GroupIM IM InterTrunkRouting KerberosAccountAssignment LisCivicAddress LisConfiguration
    LocationPolicy ManagementServer McxConference McxP2PIM McxPushNotification OUPermission P2PAV
    P2PVideoInteropServerSipTrunkAV PersistentChatMessage PhoneBootstrap Presence PstnOutboundCall PstnPeerToPeerCall
    Registration Replica SetupPermission Topology TrunkConfiguration UcwaConference UnifiedContactStore
    VoiceNormalizationRule VoicePolicy VoiceRoute VoiceTestConfiguration VoiceUser WatcherNodeConfiguration WebApp
    WebAppAnonymous WebScheduler XmppIM`,
  ],
  [
    'Grant',
    `ArchivingPolicy CallViaWorkPolicy ClientPolicy ClientVersionPolicy ConferencingPolicy DialPlan
    ExternalAccessPolicy HostedVoicemailPolicy IPPhonePolicy LocationPolicy MobilityPolicy OUPermission
    PersistentChatPolicy PinPolicy PresencePolicy SetupPermission TeamsUpgradePolicy ThirdPartyVideoSystemPolicy
    UserServicesPolicy VoicePolicy VoiceRoutingPolicy`,
  ],
  [
    'Invoke',
    `ArchivingDatabasePurge BackupServiceSync CdrDatabasePurge ComputerFailBack ComputerFailOver DatabaseFailover
    ManagementServerFailover ManagementStoreReplication PoolFailBack PoolFailOver QoEDatabasePurge
    RgsStoreReplicateData StorageServiceFlush UcsRollback`,
  ],
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
  ['Enable', 'AdDomain AdForest Computer HostingProvider MeetingRoom PublicProvider Replica Topology User'],
  [
    'Debug',
    `AddressBookReplication DataConference InterPoolReplication IntraPoolReplication LisConfiguration
    StorageServiceFailures UnifiedContactStore`,
  ],
  ['Disable', 'AdDomain AdForest Computer HostingProvider MeetingRoom PublicProvider User'],
  ['Export', 'ArchivingData Configuration LisConfiguration PersistentChatData RgsConfiguration UserData'],
  ['Update', 'AddressBook AdminRole ClsLogging UserData UserDatabase'],
  ['Reset', 'DeviceUpdateRule NotificationQueues PoolRegistrarState RoutingGroup'],
  ['Clear', 'DeviceUpdateFile DeviceUpdateLog PersistentChatRoom'],
  ['Install', 'AdServerSchema Database MirrorDatabase'],
  ['Revoke', 'ClientCertificate OUPermission SetupPermission'],
  ['Start', 'ClsLogging Pool WindowsService'],
  ['Publish', 'LisConfiguration Topology'],
  ['Stop', 'ClsLogging WindowsService'],
  ['Sync', 'ClsLogging UserData'],
  ['Uninstall', 'Database MirrorDatabase'],
  ['Add', 'SlaDelegates'],
  ['Approve Restore', 'DeviceUpdateRule'],
  ['Backup', 'Pool'],
  ['Convert', 'UserData'],
  ['Copy', 'VoicePolicy'],
  ['Find', 'Group'],
  ['Lock Unlock', 'ClientPin'],
  ['Merge', 'LegacyTopology'],
  ['Request', 'Certificate'],
  ['Search Show', 'ClsLogging'],
  ['Unpublish', 'LisConfiguration'],
];

/** Those that only the module of the online service has. */
const ONLINE: Names = [
  [
    CRUD,
    `CallingLineIdentity ExternalUserCommunicationPolicy HuntGroup HybridPSTNSite InboundBlockedNumberPattern
    OnlineApplicationEndpoint OnlineLisCivicAddress OnlineLisLocation OnlineNumberPortInOrder OnlinePSTNGateway
    OrganizationalAutoAttendant TeamsAppPermissionPolicy TeamsCallParkPolicy TeamsChannelsPolicy
    TeamsComplianceRecordingApplication TeamsComplianceRecordingPolicy TeamsEmergencyCallingPolicy
    TeamsEmergencyCallRoutingPolicy TeamsMeetingPolicy TeamsTranslationRule TenantDialPlan TenantNetworkRegion
    TenantNetworkSite TenantNetworkSubnet TenantTrustedIPAddress TenantUpdateTimeWindow`,
  ],
  ['Get New Set', 'OnlineApplicationInstance'],
  ['Get Remove Set', 'OnlineDialInConferencingTenantSettings'],
  ['Get Remove', 'OnlineTelephoneNumber TeamsInteropPolicy'],
  [
    'Get Set',
    `BroadcastMeetingConfiguration HybridMediationServer HybridPSTNAppliance OnlineDialInConferencingBridge
    OnlineDialInConferencingServiceNumber OnlineDialInConferencingUser OnlineEnhancedEmergencyServiceDisclaimer
    OnlineNumberPortOutOrderPin OnlineVoicemailPolicy OnlineVoiceUser TeamsCallingPolicy
    TeamsMeetingBroadcastConfiguration TeamsMobilityPolicy TenantBlockedCallingNumbers TenantFederationConfiguration
    TenantHybridConfiguration TenantMigrationConfiguration TenantPublicProvider UserPstnSettings`,
  ],
  [
    'Get',
    `AudioConferencingProvider BroadcastMeetingPolicy CloudMeetingPolicy EffectiveTenantDialPlan GraphPolicy
    HuntGroupTenantInformation MeetingMigrationStatus OnlineDialInConferencingLanguagesSupported
    OnlineDialinConferencingPolicy OnlineDialinConferencingTenantConfiguration OnlineDialInConferencingUserInfo
    OnlineDialInConferencingUserState OnlineDialOutPolicy OnlineDirectoryTenant OnlineDirectoryTenantNumberCities
    OnlineSipDomain OnlineTelephoneNumberAvailableCount OnlineTelephoneNumberInventoryAreas
    OnlineTelephoneNumberInventoryCities OnlineTelephoneNumberInventoryCountries OnlineTelephoneNumberInventoryRegions
    OnlineTelephoneNumberInventoryTypes OnlineTelephoneNumberReservationsInformation OnlineUser
    OrganizationalAutoAttendantStatus OrganizationalAutoAttendantSupportedLanguage
    OrganizationalAutoAttendantSupportedTimeZone OrganizationalAutoAttendantTenantInformation TeamsUpgradeStatus
    Tenant TenantLicensingConfiguration UserLocationStatus`,
  ],
  [
    'New',
    `OnlineAudioFile OnlineBulkAssignmentInput OnlineDateTimeRange OnlineSchedule OnlineSession OnlineTimeRange
    OrganizationalAutoAttendantCallableEntity OrganizationalAutoAttendantCallFlow
    OrganizationalAutoAttendantCallHandlingAssociation OrganizationalAutoAttendantDialScope
    OrganizationalAutoAttendantMenu OrganizationalAutoAttendantMenuOption OrganizationalAutoAttendantPrompt
    TeamsEmergencyNumber`,
  ],
  [
    'Set',
    `CceApplianceConfigurationReplicationStatus CceApplianceDeploymentStatus CceApplianceStatus
    OnlineDialInConferencingUserDefaultNumber OnlineDirectoryUser OnlineVoiceUserBulk`,
  ],
  [
    'Grant',
    `BroadcastMeetingPolicy CallingLineIdentity CloudMeetingPolicy DialoutPolicy ExternalUserCommunicationPolicy
    GraphPolicy OnlineVoicemailPolicy TeamsAppPermissionPolicy TeamsCallingPolicy TeamsCallParkPolicy
    TeamsChannelsPolicy TeamsComplianceRecordingPolicy TeamsEmergencyCallingPolicy TeamsEmergencyCallRoutingPolicy
    TeamsInteropPolicy TeamsMeetingPolicy TeamsMobilityPolicy TenantDialPlan`,
  ],
  [
    'Test',
    `EffectiveTenantDialPlan InboundBlockedNumberPattern OnlineCarrierPortabilityIn OnlineLisCivicAddress
    OnlinePortabilityIn`,
  ],
  ['Complete', 'CceApplianceRegistration CceApplianceUnregistration'],
  ['Disable Enable', 'OnlineDialInConferencingUser OnlineSipDomain'],
  ['Register Unregister', 'HybridPSTNAppliance OnlineDialInConferencingServiceNumber'],
  ['Update', 'OrganizationalAutoAttendant TenantMeetingUrl'],
  ['Clear', 'OnlineTelephoneNumberReservation'],
  ['Search Select', 'OnlineTelephoneNumberInventory'],
  ['Start', 'ExMeetingMigration'],
];

/** Names by what they are in lower case; the shell does not tell upper case apart. */
const byName = (names: Names): ReadonlyMap<string, string> =>
  new Map(
    names
      .flatMap(([verbs, nouns]) =>
        verbs.split(' ').flatMap((verb) => nouns.split(/\s+/).map((noun) => `${verb}-Cs${noun}`)),
      )
      .map((name) => [name.toLowerCase(), name]),
  );

const KNOWN = byName(SERVER);
const KNOWN_ONLINE = byName(ONLINE);

/** A cmdlet of some server product, in the spelling of its topic; null = no product has it. */
export const realCmdlet = (name: string): string | null => KNOWN.get(name.toLowerCase()) ?? null;

/** Every cmdlet of the servers' shells. */
export const serverCmdlets = (): string[] => [...KNOWN.values()];

/** A cmdlet of the online service's module, in the spelling of its topic; null = it has none of that name. */
export const onlineCmdlet = (name: string): string | null => KNOWN_ONLINE.get(name.toLowerCase()) ?? null;

const ALL_KNOWN = [...KNOWN.values(), ...KNOWN_ONLINE.values()];

/** What was found for a name: a loop of a script may ask for the same one a hundred thousand times. */
const nearestByName = new Map<string, string | null>();

/** The real cmdlet whose name is nearest to a name that no product has; null = none is near. */
export function nearestReal(name: string): string | null {
  if (nearestByName.size >= 1000) nearestByName.clear();
  if (!nearestByName.has(name)) nearestByName.set(name, nearest(name, ALL_KNOWN, 3));
  return nearestByName.get(name) ?? null;
}

/** Whether a name is that of a cmdlet of these products at all: a verb, and a noun that begins with Cs. */
export const isOfTheShell = (name: string): boolean => /^[a-z]+-cs[a-z]/i.test(name);

/** Whether a cmdlet of Windows changes machines and services, those of a deployment too. */
export const changesMachines = (name: string): boolean =>
  /^(?:(?:restart|stop)-computer|(?:re)?start-service|stop-service)$/i.test(name);

/** Whether a cmdlet only looks, tests or exports: it leaves all as it is. (An online search of numbers reserves them.) */
export const onlyLooks = (name: string): boolean =>
  /^((get|test|export|find|debug|show)-|(?:search-csclslogging|invoke-command|new-pssession)$)/i.test(name);
