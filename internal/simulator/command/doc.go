// SPDX-License-Identifier: MPL-2.0

// Package command is the `simulate` subcommand: it starts a simulated
// Atlassian organization on a loopback address, and either runs a command
// against it or serves until it is interrupted.
//
//	simulate [flags] [-- COMMAND ARGUMENT…]
package command
