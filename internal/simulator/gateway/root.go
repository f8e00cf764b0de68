// SPDX-License-Identifier: MPL-2.0

package gateway

// gatewayRoot is the root of every query. The fields and methods of the types
// below have the names of the schema.
type gatewayRoot struct{}

type (
	gatewayQuery      struct{ Ecosystem *ecosystemQuery }
	gatewayMutation   struct{ Ecosystem *ecosystemMutation }
	ecosystemQuery    struct{}
	ecosystemMutation struct{}
)

// Query is the root of queries.
func (*gatewayRoot) Query() *gatewayQuery { return &gatewayQuery{&ecosystemQuery{}} }

// Mutation is the root of mutations.
func (*gatewayRoot) Mutation() *gatewayMutation { return &gatewayMutation{&ecosystemMutation{}} }
