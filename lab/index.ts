/** Real KVM hosts in virtual machines, for tests and for people; see docs/lab.md. */
export { labAvailability, type LabAvailability } from './availability.js';
export type { ProgramResult } from './program.js';
export type { DataNic, LabHostName, LabNic } from './recipe/hosts.js';
export { dataNics, macAddress, managementGateway, nics, personas } from './recipe/hosts.js';
export { labUsers, operatorPassword, type LabUser } from './recipe/users.js';
export type { KeptState, LabHost } from './run/lab-host.js';
export { findKeptLab, startKeptLab, startLab, type Lab, type LabOptions } from './run/lab.js';
export type { ExecOptions, HostCommand } from './run/ssh.js';
