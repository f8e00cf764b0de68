// SPDX-License-Identifier: MPL-2.0

// Package live is for the day when somebody has an organization. It reads everything that the provider reads, tries groups in a sandbox
// directory, removes what it left there, and records what the organization says.
//
// Its tests of a real organization run only with TF_ACC=1 and the variables that name the organization: `make live` passes them on. All
// other tests run the same code against the simulator. Every request goes through a front on loopback, which refuses what a stage must
// not send.
package live
