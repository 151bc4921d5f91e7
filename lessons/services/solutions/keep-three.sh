SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
FIRST=$(aws ecs list-tasks --cluster lab --query 'taskArns[0]' --output text)
SECOND=$(aws ecs list-tasks --cluster lab --query 'taskArns[1]' --output text)
aws ecs stop-task --cluster lab --task $FIRST
aws ecs stop-task --cluster lab --task $SECOND
aws ecs create-service --cluster lab --service-name web \
    --launch-type FARGATE --task-definition web --desired-count 3 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
