// SPDX-License-Identifier: MPL-2.0

// Package company has the start states that a simulator knows by name. Each is a
// description, as a person writes one in JSON for simulate -organization.
package company
