// SPDX-License-Identifier: MPL-2.0

// Package formerly plays the providers from which people come to this one.
//
// A provider here has the types and attributes that the documentation of the real one names, as far as the guide
// "Migrating" needs them, and nothing behind them: it believes what the state says, and a test in which Terraform asks
// it to create, change or delete anything fails.
package formerly
