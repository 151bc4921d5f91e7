aws ecs update-service --cluster lab --service collector --placement-constraints 'type=memberOf,expression=attribute:ecs.instance-type == t3.medium'
