/** The databases that have a mirroring session, and the modules of the Backup Service, by name and by index. */

/** The databases that have a session of their own, by what -DatabaseType calls them (D29). */
export const DATABASE_TYPES = ['User', 'Application', 'CentralMgmt'] as const;
export type DatabaseType = (typeof DATABASE_TYPES)[number];

/** Database indices, by what they are. */
export const USER_DATABASE = 0;
export const APPLICATION_DATABASE = 1;
export const CMS_DATABASE = 2;

/** The modules of the Backup Service, by their full names (D31). */
export const MODULES = [
  'UserServices.PresenceFocus',
  'ConfServices.DataConf',
  'CentralMgmt.CMSMaster',
  'ApplicationServer.RGSDataStore',
  'ApplicationServer.RGSFileStore',
] as const;
export type ModuleName = (typeof MODULES)[number];

/** Module indices, by what they are. */
export const USER_DATA = 0;
export const CONTENT = 1;
export const CONFIG = 2;
export const RGS_DATA = 3;
export const RGS_FILES = 4;

/** Database type that holds a module, as an index; -1 = it is files. */
export const DATABASE_OF_MODULE = [USER_DATABASE, -1, CMS_DATABASE, APPLICATION_DATABASE, -1];
/** The module that a database type holds of each log, as an index. */
export const MODULE_OF_DATABASE = [USER_DATA, RGS_DATA, CONFIG];
/** Database type whose services a module belongs to: it is read and written only while that is served (D29, D37). */
export const SERVED_WITH = [USER_DATABASE, USER_DATABASE, CMS_DATABASE, APPLICATION_DATABASE, APPLICATION_DATABASE];
