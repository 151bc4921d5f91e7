# No gap: the service's tasks run before the old ones end.
FIRST=$(aws ecs list-tasks --cluster lab --query 'taskArns[0]' --output text)
SECOND=$(aws ecs list-tasks --cluster lab --query 'taskArns[1]' --output text)
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs create-service --cluster lab --service-name web \
    --launch-type FARGATE --task-definition web --desired-count 3 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
aws ecs wait services-stable --cluster lab --services web
aws ecs stop-task --cluster lab --task $FIRST
aws ecs stop-task --cluster lab --task $SECOND
