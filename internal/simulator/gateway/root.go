// SPDX-License-Identifier: MPL-2.0

package gateway

// gatewayRoot begins every query: fields and methods of the types below it are
// named as the schema has it.
type gatewayRoot struct{}

type (
	gatewayQuery      struct{ Ecosystem *ecosystemQuery }
	gatewayMutation   struct{ Ecosystem *ecosystemMutation }
	ecosystemQuery    struct{}
	ecosystemMutation struct{}
)

// Query is where queries begin.
func (*gatewayRoot) Query() *gatewayQuery { return &gatewayQuery{&ecosystemQuery{}} }

// Mutation is where mutations begin.
func (*gatewayRoot) Mutation() *gatewayMutation { return &gatewayMutation{&ecosystemMutation{}} }
