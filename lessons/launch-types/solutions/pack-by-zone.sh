# A constraint does it as well: there is one instance in this zone.
aws ecs run-task --cluster lab --launch-type EC2 --task-definition job --count 6 \
    --placement-constraints 'type=memberOf,expression=attribute:ecs.availability-zone == us-east-1a'  # free: --launch-type
