// SPDX-License-Identifier: MPL-2.0

// Package protocol drives a provider in process, over protocol 6 and without a
// Terraform CLI. It asks what the CLI asks, in the same order and form, and
// checks the answers the way the CLI does, so that a test runs in milliseconds
// and covers list resources, actions and import by identity on any machine.
//
// Values go in and come out as plain Go: string, bool, int64, float64, []any,
// map[string]any, nil for null and Unknown for what isn't known yet. Attributes
// that a map doesn't mention are null.
//
//	server := protocol.New(t, provider.New("test")())
//	require.NoError(t, server.Configure(map[string]any{"organization_id": id}).Err())
//	state := server.Converge(t, "atlassian_group", map[string]any{"name": "engineering"})
package protocol
