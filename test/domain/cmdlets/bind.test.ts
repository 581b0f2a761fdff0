import { describe, expect, it } from 'vitest';
import type { CommandHosts } from '../../../src/domain/cmdlets/argument-values.js';
import { bindCommand } from '../../../src/domain/cmdlets/bind.js';
import { CMDLETS } from '../../../src/domain/cmdlets/catalog.js';
import { isOfTheShell, onlyLooks, realCmdlet } from '../../../src/domain/cmdlets/known-cmdlets.js';
import { COMMON_PARAMETERS } from '../../../src/domain/cmdlets/parameter-types.js';
import type { BoundValue, ParsedArgument, ParsedCommand, ParsedValue } from '../../../src/domain/command.js';

const HOSTS: CommandHosts = {
  pools: ['pool1.contoso.com', 'Pool2.contoso.com'],
  machines: ['sql1a.contoso.com', 'sql2a.contoso.com', 'fe1a.contoso.com', 'e1a.contoso.com'],
  edgePools: ['edge1.contoso.com', 'edge2.contoso.com'],
  edgeServers: new Map([['e1a.contoso.com', 'edge1.contoso.com']]),
  sites: ['Datacenter1', 'Datacenter2'],
};

/** A plain reader of `Name -Parameter value`, so that this room's tests need no grammar. */
function parse(line: string): ParsedCommand {
  const words = [...line.matchAll(/'[^']*'|\S+/g)].map((match) => ({
    text: match[0],
    column: match.index + 1,
  }));
  const [name, ...rest] = words;
  const parsedArguments: ParsedArgument[] = [];
  for (const { text, column } of rest) {
    const last = parsedArguments.at(-1);
    const named = /^-([A-Za-z]\w*)(?::(.*))?$/.exec(text);
    if (named !== null) {
      const attached = named[2] !== undefined;
      const value = attached ? parseValue(named[2], column + named[1].length + 2) : null;
      parsedArguments.push({ parameter: named[1], value, attached, column });
    } else if (last !== undefined && last.parameter !== null && last.value === null) {
      parsedArguments[parsedArguments.length - 1] = { ...last, value: parseValue(text, column) };
    } else {
      parsedArguments.push({ parameter: null, value: parseValue(text, column), attached: false, column });
    }
  }
  return { name: name.text, column: name.column, arguments: parsedArguments };
}

function parseValue(text: string, column: number): ParsedValue {
  if (text.startsWith("'")) return { kind: 'string', text: text.slice(1, -1), column };
  if (text === '$null') return { kind: 'null', column };
  if (/^\$(true|false)$/.test(text)) return { kind: 'boolean', value: text === '$true', column };
  if (text.includes(','))
    return { kind: 'array', items: text.split(',').map((each) => parseValue(each, column)), column };
  if (/^-?[\d.]+$/.test(text) && Number.isFinite(Number(text))) {
    return { kind: 'number', value: Number(text), text, column };
  }
  return { kind: 'string', text, column };
}

function bound(line: string): Readonly<Record<string, BoundValue>> | string {
  const result = bindCommand(parse(line), HOSTS);
  return result.kind === 'bound' ? result.command.parameters : told(line);
}

function told(line: string): string {
  const result = bindCommand(parse(line), HOSTS);
  if (result.kind === 'bound') return `bound ${JSON.stringify(result.command)}`;
  if (result.kind === 'notModelled') return `${result.column}: not modelled: ${result.what}`;
  if (result.kind === 'noted') return `${result.column}: noted: ${result.what}`;
  if (result.kind === 'unknownHere') return `${result.column}: unknown here: ${result.message}`;
  return `${result.column}: ${result.message} (${result.hint})`;
}

describe('the cmdlets of all products', () => {
  it('have those that are modelled among them, in the same spelling', () => {
    const names = CMDLETS.map(({ name }) => name).filter((name) => isOfTheShell(name));
    expect(names.filter((name) => realCmdlet(name) !== name)).toEqual([]);
    // of Windows and SQL Server
    const others = CMDLETS.filter(({ name }) => !isOfTheShell(name)).map(({ name }) => name);
    expect(others).toEqual([
      'Invoke-Sqlcmd',
      'Switch-SqlAvailabilityGroup',
      'Resume-SqlAvailabilityDatabase',
      'Test-SqlAvailabilityGroup',
      'Start-ClusterNode',
      'Get-ClusterNode',
      'Restart-Computer',
      'Stop-Computer',
      'Get-Service',
      'Start-Service',
      'Stop-Service',
      'Restart-Service',
      'Invoke-Command',
      'New-PSSession',
    ]);
  });

  it('are those of the reference index', () => {
    const there = [
      'Get-CsMeetingConfiguration',
      'New-CsAdminRole',
      'Remove-CsBackupServiceConfiguration',
      'Get-CsPersistentChatState',
      'Set-CsManagementServer',
      'Test-CsMcxP2PIM',
      'New-CsTelemetryConfiguration',
    ];
    expect(there.map(realCmdlet)).toEqual(there);
    const nowhere = ['Stop-CsPool', 'Set-CsNetworkMediaBypassConfiguration', 'Set-CsConferencingServer'];
    expect(nowhere.map(realCmdlet)).toEqual([null, null, null]);
  });

  it('of the online module are told as such, and only those that leave the tenant as it is are noted', () => {
    expect(
      [
        'get-csonlineuser',
        'Set-CsTenantFederationConfiguration -AllowPublicUsers $true',
        'Search-CsOnlineTelephoneNumberInventory -Quantity 10',
      ].map(told),
    ).toMatchInlineSnapshot(`
      [
        "1: noted: noted: Get-CsOnlineUser is of the online service's module, which the server's shell does not have; it changes nothing, and its answer is not modelled",
        "1: not modelled: Set-CsTenantFederationConfiguration is of the online service's module, which the server's shell does not have",
        "1: not modelled: Search-CsOnlineTelephoneNumberInventory is of the online service's module, which the server's shell does not have",
      ]
    `);
    expect(['Search-CsClsLogging', 'Sync-CsClsLogging'].map(onlyLooks)).toEqual([true, false]);
  });

  it('that only look or export are noted; others that are real are not modelled, and so is what no product has', () => {
    expect(
      [
        'Get-CsUser -Filter *',
        'get-csmanagementconnection',
        'Test-CsRegistration pool1.contoso.com',
        'Export-CsUserData -PoolFqdn pool1.contoso.com',
        'Get-CsPool -Filter *',
        'Move-CsUser -Identity a -Target pool1.contoso.com',
        'Invoke-CsPoolFailovre -PoolFqdn pool1.contoso.com',
        'Get-CsUsers',
        'Start-CsMaintenanceOfContoso',
        'Foo-Bar',
      ].map(told),
    ).toMatchInlineSnapshot(`
      [
        "bound {"cmdlet":"Get-CsUser","parameters":{"Filter":"*"}}",
        "bound {"cmdlet":"Get-CsManagementConnection","parameters":{}}",
        "1: noted: noted: Test-CsRegistration changes nothing, and its answer is not modelled",
        "1: noted: noted: Export-CsUserData changes nothing, and its answer is not modelled",
        "1: noted: -Filter of Get-CsPool is not modelled: its answer is not known",
        "1: not modelled: Move-CsUser is a cmdlet of the product that drydrill does not model",
        "1: not modelled: no product has a cmdlet Invoke-CsPoolFailovre, though a module of your own may; did you mean Invoke-CsPoolFailOver?",
        "1: not modelled: no product has a cmdlet Get-CsUsers, though a module of your own may; did you mean Get-CsUser?",
        "1: not modelled: no product has a cmdlet Start-CsMaintenanceOfContoso, though a module of your own may",
        "1: not modelled: Foo-Bar is not a cmdlet that drydrill models",
      ]
    `);
  });
});

describe('products', () => {
  const on2013 = (line: string) => bindCommand(parse(line), { ...HOSTS, product: 'lync2013' });
  const P = '-PoolFqdn pool1.contoso.com';

  it.each([
    `Start-CsPool ${P}`,
    'Invoke-CsComputerFailOver fe1a.contoso.com',
    'Invoke-CsComputerFailBack fe1a.contoso.com',
    `Invoke-CsPoolFailOver ${P} -ServicesStopDelayMins 5`,
    `Invoke-CsPoolFailBack ${P} -DatabaseCommandTimeoutInSeconds 60`,
    `Invoke-CsPoolFailOver ${P} -Data 60`,
  ])('%s is unknown to the shell of 2013, and known from 2015 on', (line) => {
    expect(on2013(line)).toMatchObject({ kind: 'unknownHere' });
    expect(on2013(line)).toMatchSnapshot();
    for (const product of ['sfb2015', 'sfb2019', 'sfbse'] as const) {
      expect(bindCommand(parse(line), { ...HOSTS, product }).kind).toBe('bound');
    }
  });

  it('a parameter that no product has is a mistake of the line in each', () => {
    expect(on2013(`Invoke-CsPoolFailOver ${P} -Quickly`)).toMatchObject({ kind: 'problem' });
  });

  it('an abbreviation means what the product has', () => {
    // -D is -DisasterMode, -Debug or, from 2015 on, -DatabaseCommandTimeoutInSeconds.
    expect(on2013(`Invoke-CsPoolFailOver ${P} -D`)).toMatchObject({
      kind: 'bound',
      command: { parameters: { DisasterMode: true } },
    });
  });
});

describe('names', () => {
  it('are matched without case and come out canonical', () => {
    expect(bindCommand(parse('invoke-cspoolfailover -POOLFQDN pool1.contoso.com -disastermode'), HOSTS)).toEqual({
      kind: 'bound',
      command: {
        cmdlet: 'Invoke-CsPoolFailOver',
        parameters: { PoolFqdn: 'pool1.contoso.com', DisasterMode: true },
      },
    });
    expect(told('SkypeForBusiness\\Get-CsPool')).toBe('bound {"cmdlet":"Get-CsPool","parameters":{}}');
  });

  it('may be abbreviated while unambiguous', () => {
    expect(bound('Invoke-CsPoolFailOver -p pool1.contoso.com -dis -skip')).toEqual({
      PoolFqdn: 'pool1.contoso.com',
      DisasterMode: true,
      SkipDataVerification: true,
    });
    expect(told('Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -D')).toMatchInlineSnapshot(
      `"51: -D is ambiguous in Invoke-CsPoolFailOver: -DisasterMode, -DatabaseCommandTimeoutInSeconds, -Debug (write more of the name)"`,
    );
    expect(told('Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -F')).toMatchInlineSnapshot(
      `"51: -F is ambiguous in Invoke-CsPoolFailOver: -Force, -FlushStorageService (write more of the name)"`,
    );
  });

  it('of the cmdlet itself win over the common ones when abbreviated', () => {
    expect(bound('Invoke-CsPoolFailOver -Pool pool1.contoso.com -Wa Stop')).toMatchObject({
      WarningAction: 'Stop',
    });
    expect(bound('Invoke-CsPoolFailOver -Pool pool1.contoso.com -W 00:01:00')).toMatchObject({
      WaitTime: 60_000,
    });
    expect(bound('Publish-CsLisConfiguration -W')).toMatchInlineSnapshot(
      `"28: -W is ambiguous in Publish-CsLisConfiguration: -WarningAction, -WarningVariable, -WhatIf (write more of the name)"`,
    );
  });

  it('have aliases', () => {
    expect(
      bound(
        'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a.contoso.com -BackupSqlInstanceName rtc ' +
          '-MirrorSqlServerFqdn sql1a.contoso.com -MirrorSqlInstanceName rtc -Force',
      ),
    ).toEqual({
      BackupSqlServerFqdn: 'sql2a.contoso.com',
      BackupSqlInstanceName: 'rtc',
      BackupMirrorSqlServerFqdn: 'sql1a.contoso.com',
      BackupMirrorSqlInstanceName: 'rtc',
      Force: true,
    });
    expect(bound('Get-CsTopology -wi -vb -ea 0')).toEqual({
      WhatIf: true,
      Verbose: true,
      ErrorAction: 'SilentlyContinue',
    });
  });

  it('unknown or repeated', () => {
    expect(told('Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMod3')).toMatchInlineSnapshot(
      `"51: Invoke-CsPoolFailOver has no parameter -DisasterMod3 (did you mean -DisasterMode?)"`,
    );
    expect(told('Invoke-CsPoolFailBack -Xyz')).toMatchInlineSnapshot(
      `"23: Invoke-CsPoolFailBack has no parameter -Xyz (it has -PoolFqdn, -DisasterMode, -Force, -WaitTime, -SkipDataVerification, -DatabaseCommandTimeoutInSeconds)"`,
    );
    expect(told('Get-CsTopology -AsXml -asx')).toMatchInlineSnapshot(`"23: -AsXml is given twice (give it once)"`);
    expect(told('Invoke-CsPoolFailOvr -PoolFqdn pool1.contoso.com')).toMatchInlineSnapshot(
      `"1: not modelled: no product has a cmdlet Invoke-CsPoolFailOvr, though a module of your own may; did you mean Invoke-CsPoolFailOver?"`,
    );
    expect(told('Move-CsUser -Identity a')).toMatchInlineSnapshot(
      `"1: not modelled: Move-CsUser is a cmdlet of the product that drydrill does not model"`,
    );
  });
});

describe('arguments', () => {
  it('of a switch', () => {
    expect(bound('Get-CsTopology -AsXml -WhatIf:$false -LocalStore:$true -Confirm:0')).toEqual({
      AsXml: true,
      WhatIf: false,
      LocalStore: true,
      Confirm: false,
    });
    expect(told('Get-CsTopology -AsXml:yes')).toMatchInlineSnapshot(
      `"23: -AsXml: "yes" is not true or false (write $true or $false after the colon)"`,
    );
    expect(told('Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode $true')).toMatchInlineSnapshot(
      `"65: Invoke-CsPoolFailOver has no place for the value $true (name the parameter that it belongs to)"`,
    );
  });

  it('by position', () => {
    expect(bound('Set-CsEdgeServer edge1.contoso.com -Registrar pool1.contoso.com')).toEqual({
      Identity: 'edge1.contoso.com',
      Registrar: 'pool1.contoso.com',
    });
    expect(bound('Start-CsPool -Force pool1.contoso.com')).toEqual({
      Force: true,
      PoolFqdn: 'pool1.contoso.com',
    });
    expect(told('Invoke-CsPoolFailOver pool1.contoso.com')).toMatchInlineSnapshot(
      `"23: Invoke-CsPoolFailOver has no place for the value "pool1.contoso.com" (name the parameter that it belongs to)"`,
    );
  });

  it('missing', () => {
    expect(told('  Invoke-CsPoolFailOver -DisasterMode')).toMatchInlineSnapshot(
      `"3: Invoke-CsPoolFailOver needs -PoolFqdn (add -PoolFqdn with a value)"`,
    );
    expect(told('Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com')).toMatchInlineSnapshot(
      `"1: Invoke-CsDatabaseFailover needs -DatabaseType and -NewPrincipal (add -DatabaseType and -NewPrincipal with a value)"`,
    );
    expect(told('Invoke-CsPoolFailOver -PoolFqdn -DisasterMode')).toMatchInlineSnapshot(
      `"23: -PoolFqdn needs a value (write -PoolFqdn VALUE)"`,
    );
  });

  it('that are known but not modelled', () => {
    expect(told('Set-CsRegistrarConfiguration -MaxUserCount 3')).toMatchInlineSnapshot(
      `"30: not modelled: -MaxUserCount of Set-CsRegistrarConfiguration is not modelled"`,
    );
    expect(told('Get-CsPoolFabricState -UserUri sip:a@contoso.com')).toMatchInlineSnapshot(
      `"1: noted: -UserUri of Get-CsPoolFabricState is not modelled: its answer is not known"`,
    );
  });
});

describe('hosts', () => {
  it('are matched without case and keep the spelling of the topology', () => {
    expect(bound('Get-CsPool POOL2.CONTOSO.COM')).toEqual({ Identity: 'Pool2.contoso.com' });
    expect(bound('Get-CsPool edge2.contoso.com -Site site:datacenter2')).toEqual({
      Identity: 'edge2.contoso.com',
      Site: 'Datacenter2',
    });
  });

  it('may stand behind the name of their role', () => {
    expect(
      bound('Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar registrar:pool2.contoso.com'),
    ).toEqual({ Identity: 'edge1.contoso.com', Registrar: 'Pool2.contoso.com' });
    expect(
      bound("Export-CsRgsConfiguration -Source service:ApplicationServer:pool1.contoso.com -FileName 'C:\\rgs.zip'"),
    ).toEqual({ Source: 'pool1.contoso.com', FileName: 'C:\\rgs.zip' });
    for (const route of ['EdgeServer:', 'XmppFederation:', 'AccessEdge:', '']) {
      expect(bound(`Set-CsSite Site:Datacenter1 -XmppFederationRoute ${route}edge2.contoso.com`)).toEqual({
        Identity: 'Datacenter1',
        XmppExternalFederationRoute: 'edge2.contoso.com',
      });
    }
    expect(told('Set-CsEdgeServer edge1.contoso.com -Registrar UserServer:pool1.contoso.com')).toMatchInlineSnapshot(
      `"47: -Registrar: the topology has no Front End pool "UserServer:pool1.contoso.com" (it has pool1.contoso.com, Pool2.contoso.com)"`,
    );
  });

  it('have to exist', () => {
    expect(told('Invoke-CsPoolFailOver -PoolFqdn pool1.contso.com')).toMatchInlineSnapshot(
      `"33: -PoolFqdn: the topology has no Front End pool "pool1.contso.com" (did you mean pool1.contoso.com?)"`,
    );
    expect(told('Invoke-CsPoolFailOver -PoolFqdn pool1')).toMatchInlineSnapshot(
      `"33: -PoolFqdn: the topology has no Front End pool "pool1" (did you mean pool1.contoso.com?)"`,
    );
    expect(told('Invoke-CsPoolFailOver -PoolFqdn fabrikam.net')).toMatchInlineSnapshot(
      `"33: -PoolFqdn: the topology has no Front End pool "fabrikam.net" (it has pool1.contoso.com, Pool2.contoso.com)"`,
    );
    expect(told('Invoke-CsPoolFailOver -PoolFqdn edge1.contoso.com')).toMatchInlineSnapshot(
      `"33: -PoolFqdn: the topology has no Front End pool "edge1.contoso.com" (it has pool1.contoso.com, Pool2.contoso.com)"`,
    );
    expect(told('Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com,pool2.contoso.com')).toMatchInlineSnapshot(
      `"33: -PoolFqdn: takes one value, not a list (write one value)"`,
    );
    expect(told('Set-CsEdgeServer edge1.contoso.com -Registrar $null')).toMatchInlineSnapshot(
      `"47: -Registrar: $null is not a value here (leave the parameter out)"`,
    );
    const none = { pools: [], machines: [], edgePools: [], edgeServers: new Map(), sites: [] };
    expect(bindCommand(parse('Get-CsPool a'), none)).toMatchObject({ kind: 'problem', hint: '' });
  });
});

describe('values', () => {
  const wait = (value: string) => {
    const parameters = bound(`Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -WaitTime ${value}`);
    return typeof parameters === 'string' ? parameters : parameters.WaitTime;
  };

  it.each([
    ['00:10:00', 600_000],
    ["'00:10:00'", 600_000],
    ['1:30', 5_400_000],
    ['1.02:03:04', 93_784_000],
    ['00:00:01.5', 1500],
    ['00:00:00.1239', 123],
    ['0', 0],
    ['30', 0], // ticks of 100 ns
    ['300000000', 30_000],
    ["'20'", 20 * 86_400_000], // a quoted number is days
    ['24.00:00:00', 24 * 86_400_000],
  ])('timespan %s', (typed, expected) => {
    expect(wait(typed)).toBe(expected);
  });

  it('timespans that are too long or too short are refused, never cut', () => {
    expect(wait('24.00:00:01')).toMatchInlineSnapshot(
      `"61: -WaitTime: "24.00:00:01" is out of range (from 00:00:00 to 24.00:00:00, days before the dot)"`,
    );
    expect(wait("'30'")).toMatchInlineSnapshot(
      `"61: -WaitTime: "30" is out of range (from 00:00:00 to 24.00:00:00, days before the dot)"`,
    );
    const interval = (value: string) => bound(`Set-CsBackupServiceConfiguration -SyncInterval ${value}`);
    expect(interval('00:00:01')).toEqual({ SyncInterval: 1000 });
    expect(interval('1.00:00:00')).toEqual({ SyncInterval: 86_400_000 });
    expect(interval('400.00:00:00')).toMatchInlineSnapshot(
      `"48: -SyncInterval: "400.00:00:00" is out of range (from 00:00:00 to 24.00:00:00, days before the dot)"`,
    );
    // What is below 5 s the cmdlet refuses (D32); 120 ticks of 100 ns are no millisecond.
    expect(interval('00:00:00')).toEqual({ SyncInterval: 0 });
    expect(interval('120')).toEqual({ SyncInterval: 0 });
  });

  it('timespans that are none', () => {
    expect(wait('10m')).toMatchInlineSnapshot(
      `"61: -WaitTime: "10m" is not a time span (write hh:mm:ss, for example 00:10:00)"`,
    );
    expect(wait('24:00:00')).toMatchInlineSnapshot(
      `"61: -WaitTime: "24:00:00" is out of range (hours go to 23, minutes and seconds to 59; days stand before a dot)"`,
    );
    expect(wait('00:60:00')).toMatchInlineSnapshot(
      `"61: -WaitTime: "00:60:00" is out of range (hours go to 23, minutes and seconds to 59; days stand before a dot)"`,
    );
    expect(wait('1.5')).toMatchInlineSnapshot(
      `"61: -WaitTime: "1.5" is not a time span (write hh:mm:ss, for example 00:10:00)"`,
    );
    expect(wait('-00:01:00')).toMatchInlineSnapshot(
      `"61: -WaitTime: "-00:01:00" is not a time span (write hh:mm:ss, for example 00:10:00)"`,
    );
    expect(wait('$true')).toMatchInlineSnapshot(
      `"61: -WaitTime: $true is not a time span (write hh:mm:ss, for example 00:10:00)"`,
    );
  });

  it('integers', () => {
    const delay = (value: string) => bound(`Invoke-CsPoolFailOver -Pool pool1.contoso.com -Services ${value}`);
    expect(delay('5')).toMatchObject({ ServicesStopDelayMins: 5 });
    expect(delay("'5'")).toMatchObject({ ServicesStopDelayMins: 5 });
    expect(delay('1.5')).toMatchInlineSnapshot(
      `"57: -ServicesStopDelayMins: "1.5" is not a whole number from 0 to 2147483647 (write digits only)"`,
    );
    expect(delay('-1')).toMatchInlineSnapshot(
      `"57: -ServicesStopDelayMins: "-1" is not a whole number from 0 to 2147483647 (write digits only)"`,
    );
    expect(delay('many')).toMatchInlineSnapshot(
      `"57: -ServicesStopDelayMins: "many" is not a whole number from 0 to 2147483647 (write digits only)"`,
    );
  });

  it('enumerations', () => {
    const sync = (module: string) =>
      bound(`Invoke-CsBackupServiceSync -Pool pool1.contoso.com -BackupModule ${module}`);
    for (const module of ['ConfServices.DataConf', 'dataconf', 'DATACONF']) {
      expect(sync(module)).toMatchObject({ BackupModule: 'ConfServices.DataConf' });
    }
    expect(sync('PresenceFocus')).toMatchObject({ BackupModule: 'UserServices.PresenceFocus' });
    expect(sync('cmsmaster')).toMatchObject({ BackupModule: 'CentralMgmt.CMSMaster' });
    expect(sync('all')).toMatchObject({ BackupModule: 'All' });
    expect(sync('DataCnf')).toMatchInlineSnapshot(
      `"66: -BackupModule: "DataCnf" is not one of its values (did you mean ConfServices.DataConf?)"`,
    );
    expect(sync('toString')).toMatchInlineSnapshot(
      `"66: -BackupModule: "toString" is not one of its values (one of UserServices.PresenceFocus, ConfServices.DataConf, CentralMgmt.CMSMaster, ApplicationServer.RGSDataStore, ApplicationServer.RGSFileStore, All)"`,
    );
    expect(
      bound('Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType CMS -NewPrincipal Mirror'),
    ).toEqual({ PoolFqdn: 'pool1.contoso.com', DatabaseType: 'CentralMgmt', NewPrincipal: 'mirror' });
    expect(told('Reset-CsPoolRegistrarState -PoolFqdn pool1.contoso.com -ResetType Full')).toMatchInlineSnapshot(
      `"67: -ResetType: "Full" is not one of its values (one of ServiceReset, QuorumLossRecovery, FullReset, MachineStateRemoved)"`,
    );
  });

  it('strings take numbers as they were typed', () => {
    expect(bound('Start-CsWindowsService 007 -ComputerName fe1a.contoso.com')).toEqual({
      Name: '007',
      ComputerName: 'fe1a.contoso.com',
    });
  });
});

describe('the catalogue', () => {
  it('has every cmdlet once', () => {
    expect(CMDLETS.map((each) => each.name).sort()).toMatchInlineSnapshot(`
      [
        "Backup-CsPool",
        "Export-CsConfiguration",
        "Export-CsLisConfiguration",
        "Export-CsRgsConfiguration",
        "Get-ClusterNode",
        "Get-CsBackupServiceConfiguration",
        "Get-CsBackupServiceStatus",
        "Get-CsComputer",
        "Get-CsDatabaseMirrorState",
        "Get-CsManagementConnection",
        "Get-CsManagementStoreReplicationStatus",
        "Get-CsPool",
        "Get-CsPoolBackupRelationship",
        "Get-CsPoolFabricState",
        "Get-CsPoolUpgradeReadinessState",
        "Get-CsService",
        "Get-CsSite",
        "Get-CsTopology",
        "Get-CsUpgradeDomainInfo",
        "Get-CsUser",
        "Get-CsUserPoolInfo",
        "Get-CsWindowsService",
        "Get-Service",
        "Import-CsConfiguration",
        "Import-CsLisConfiguration",
        "Import-CsRgsConfiguration",
        "Install-CsDatabase",
        "Invoke-Command",
        "Invoke-CsBackupServiceSync",
        "Invoke-CsComputerFailBack",
        "Invoke-CsComputerFailOver",
        "Invoke-CsDatabaseFailover",
        "Invoke-CsManagementServerFailover",
        "Invoke-CsManagementStoreReplication",
        "Invoke-CsPoolFailBack",
        "Invoke-CsPoolFailOver",
        "Invoke-CsStorageServiceFlush",
        "Invoke-Sqlcmd",
        "Move-CsManagementServer",
        "New-PSSession",
        "Publish-CsLisConfiguration",
        "Reset-CsPoolRegistrarState",
        "Restart-Computer",
        "Restart-Service",
        "Resume-SqlAvailabilityDatabase",
        "Set-CsBackupServiceConfiguration",
        "Set-CsEdgeServer",
        "Set-CsRegistrarConfiguration",
        "Set-CsSite",
        "Start-ClusterNode",
        "Start-CsPool",
        "Start-CsWindowsService",
        "Start-Service",
        "Stop-Computer",
        "Stop-CsWindowsService",
        "Stop-Service",
        "Switch-SqlAvailabilityGroup",
        "Test-CsDatabase",
        "Test-SqlAvailabilityGroup",
      ]
    `);
  });

  it.each(CMDLETS.map((each) => [each.name, each] as const))('%s is consistent', (_, spec) => {
    const own = spec.parameters
      .flatMap((each) => [each.name, ...(each.aliases ?? [])])
      .map((name) => name.toLowerCase());
    expect(new Set(own).size).toBe(own.length);
    const common = COMMON_PARAMETERS.filter((each) => each.name !== 'Report').map((each) => each.name.toLowerCase());
    expect(own.filter((name) => common.includes(name))).toEqual([]);
    for (const { type, position, required, unmodelled } of spec.parameters) {
      expect(unmodelled && required).toBeFalsy();
      expect(position ?? 0).toBe(0);
      if (type.kind === 'enum') {
        for (const [alias, value] of Object.entries(type.aliases ?? {})) {
          expect(alias).toBe(alias.toLowerCase());
          expect(type.values).toContain(value);
        }
      }
    }
  });
});
