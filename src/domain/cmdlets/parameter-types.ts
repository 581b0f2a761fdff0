/**
 * The parameters of the cmdlets as literal types: a record's functions take what its parameter list declares, so that
 * a name that is not in the list is a type error. Types, positions and aliases are those of the reference topic of
 * each cmdlet, Lync Server 2013 and Skype for Business Server together. What a topic documents and the model does not
 * follow is `unmodelled`, so that a drill that leans on it is never passed by guessing.
 */
import type { ParameterSpec, ParameterType } from '../command.js';
import { PRODUCTS, type Product } from '../deployment.js';

type Extra = Omit<ParameterSpec, 'name' | 'type'>;

type ValueOf<T extends ParameterType> = T extends { kind: 'switch' | 'boolean' }
  ? boolean
  : T extends { kind: 'integer' | 'timespan' }
    ? number
    : T extends { kind: 'enum'; values: readonly (infer V)[] }
      ? V
      : string;

type Modelled<S extends readonly ParameterSpec[]> = Exclude<S[number], { readonly unmodelled: true }>;

/** What a cmdlet with these parameters is given; host names in the topology's spelling, timespans in ms. */
export type ParametersOf<S extends readonly ParameterSpec[]> = {
  readonly [P in Modelled<S> as P extends { required: true } ? P['name'] : never]: ValueOf<P['type']>;
} & {
  readonly [P in Modelled<S> as P extends { required: true } ? never : P['name']]?: ValueOf<P['type']>;
};

/** Makes the parameters of one type. */
export const parameter =
  <const T extends ParameterType>(type: T) =>
  <const N extends string, const E extends Extra = Record<never, never>>(
    name: N,
    extra: E = {} as E,
  ): { readonly name: N; readonly type: T } & NoInfer<E> => ({ name, type, ...extra });

const DAY_MS = 86_400_000;

/** The types that more than one cmdlet has, by what a parameter takes. */
export const takes = {
  flag: parameter({ kind: 'switch' }),
  text: parameter({ kind: 'string' }),
  /** A control state holds milliseconds as a 32-bit integer: 24 days and some hours. */
  timespan: parameter({ kind: 'timespan', minMs: 0, maxMs: 24 * DAY_MS }),
  int32: parameter({ kind: 'integer', min: 0, max: 2_147_483_647 }),
  pool: parameter({ kind: 'host', of: 'pool' }),
  machine: parameter({ kind: 'host', of: 'machine' }),
  edgePool: parameter({ kind: 'host', of: 'edgePool' }),
  edgePoolOrServer: parameter({ kind: 'host', of: 'edgePoolOrServer' }),
  site: parameter({ kind: 'host', of: 'site' }),
  anyPool: parameter({ kind: 'host', of: 'anyPool' }),
  sqlServer: parameter({ kind: 'host', of: 'sqlServer' }),
  category: parameter({ kind: 'enum', values: ['CMS', 'UserData', 'RGS'] }),
  databaseType: parameter({
    kind: 'enum',
    values: [
      'ActiveMonitoring',
      'Application',
      'Archiving',
      'CentralMgmt',
      'Edge',
      'Lyss',
      'Monitoring',
      'PersistentChat',
      'PersistentChatCompliance',
      'Provision',
      'Registrar',
      'SigninTelemetry',
      'User',
    ],
    // App and CMS are the Lync Server 2013 spellings (topic Get-CsDatabaseMirrorState)
    aliases: { app: 'Application', cms: 'CentralMgmt', centralmanagement: 'CentralMgmt' },
  }),
};

type Unmodelled = ParameterSpec & { readonly unmodelled: true };

/** Documented parameters that the model does not follow; their values are never looked at. */
export const unmodelled = (...names: string[]): Unmodelled[] =>
  names.map((name) => takes.text(name, { unmodelled: true }));
/** The same of switches. */
export const unmodelledFlags = (...names: string[]): Unmodelled[] =>
  names.map((name) => takes.flag(name, { unmodelled: true }));

/** Products of what came with the pools of 2015. */
export const FROM_2015: readonly Product[] = PRODUCTS.slice(1);
/** Products of what came with the Response Groups in the Backup Service (D31). */
export const FROM_2019: readonly Product[] = PRODUCTS.slice(2);

/** Parameters that more than one cmdlet has. */
export const required = { required: true } as const;
export const poolFqdn = takes.pool('PoolFqdn', required);
export const force = takes.flag('Force');
export const report = takes.text('Report');

const actionPreference = parameter({
  kind: 'enum',
  values: ['SilentlyContinue', 'Stop', 'Continue', 'Inquire', 'Ignore', 'Suspend'],
  // the numbers of the enumeration: `-ea 0` is common
  aliases: { 0: 'SilentlyContinue', 1: 'Stop', 2: 'Continue', 3: 'Inquire', 4: 'Ignore', 5: 'Suspend' },
});

/**
 * Accepted on every cmdlet (about_CommonParameters, -WhatIf and -Confirm, and the log file of -Report).
 * Only WhatIf has an effect on a run: it makes the cmdlet change nothing.
 */
export const COMMON_PARAMETERS: readonly ParameterSpec[] = [
  takes.flag('Verbose', { aliases: ['vb'] }),
  takes.flag('Debug', { aliases: ['db'] }),
  actionPreference('ErrorAction', { aliases: ['ea'] }),
  actionPreference('WarningAction', { aliases: ['wa'] }),
  actionPreference('InformationAction', { aliases: ['infa'] }),
  takes.text('ErrorVariable', { aliases: ['ev'] }),
  takes.text('WarningVariable', { aliases: ['wv'] }),
  takes.text('InformationVariable', { aliases: ['iv'] }),
  takes.text('OutVariable', { aliases: ['ov'] }),
  takes.int32('OutBuffer', { aliases: ['ob'] }),
  takes.text('PipelineVariable', { aliases: ['pv'] }),
  takes.flag('WhatIf', { aliases: ['wi'] }),
  takes.flag('Confirm', { aliases: ['cf'] }),
  report,
];
