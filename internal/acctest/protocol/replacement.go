// SPDX-License-Identifier: MPL-2.0

package protocol

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

// PlanReplacement plans the new object of a replacement, after the plan that showed the replacement or had -replace. As Terraform does,
// it plans as if there were no old object, and hands over what the first plan notes.
func (s *Server) PlanReplacement(first *Plan) *Plan {
	s.t.Helper()
	schema := s.resourceSchema(first.TypeName)
	typ := schema.ValueType()
	answer, err := s.server.PlanResourceChange(s.ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName:         first.TypeName,
		PriorState:       s.object(typ, nil, first.TypeName+" state"),
		ProposedNewState: s.object(typ, proposed(schema.Block, nil, first.Config), first.TypeName),
		Config:           s.object(typ, first.Config, first.TypeName),
		PriorPrivate:     first.Private,
	})
	s.must(err)
	return &Plan{
		TypeName: first.TypeName, Action: Create, Config: first.Config, Planned: s.plain(typ, answer.PlannedState), Private: answer.PlannedPrivate,
		Identity: s.plainIdentity(first.TypeName, answer.PlannedIdentity), Diagnostics: answer.Diagnostics,
	}
}
