// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"context"
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Level is a classification level.
type Level = atlassian.ClassificationLevel

// Classification is which classification levels the organization has.
type Classification struct {
	// State is [On] if people can classify data: a level is published.
	State State
	// Levels are all levels, in Atlassian's order.
	Levels []Level
	// Published is how many of them are published.
	Published int
	// Reasons say what is missing. Unclear says what could not be told. Both are sentences without a full stop.
	Reasons, Unclear []string
}

// Classification tells whether data can be classified. It costs one request, once for the run. The operation is experimental. Without
// Atlassian Guard Premium it is refused: the error says so.
func (o *OrganizationPolicies) Classification(ctx context.Context) (Classification, error) {
	levels, err := o.levels(ctx)
	if err != nil {
		return Classification{}, fmt.Errorf("reading the classification levels, which need Atlassian Guard Premium: %w", err)
	}
	return newClassification(levels), nil
}

func newClassification(levels []Level) Classification {
	found := Classification{Levels: levels}
	var reasons, unclear remarks
	if len(levels) == 0 {
		reasons.add("the organization has no classification level")
	}
	for _, level := range levels {
		who := named("classification level", level.Name, level.ID)
		switch {
		case said(level.Status, "PUBLISHED"):
			found.Published++
		case said(level.Status, "DRAFT"):
			reasons.add("%s is a draft", who)
		case said(level.Status, "ARCHIVED"):
			reasons.add("%s is archived", who)
		case level.Status == "":
			unclear.add("%s does not say whether it is published", who)
		default:
			unclear.add("%s has the status %s, which is not known", who, atlassian.Word(level.Status))
		}
	}
	found.Reasons, found.Unclear = reasons, unclear
	switch {
	case found.Published > 0:
		found.State = On
	case len(unclear) > 0:
		found.State = Unknown
	default:
		found.State = Off
	}
	return found
}
